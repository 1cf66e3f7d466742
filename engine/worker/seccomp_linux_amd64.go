package worker

import "golang.org/x/sys/unix"

const machine = unix.AUDIT_ARCH_X86_64

// refusedHere are older forms of refused calls, which this machine has kept.
var refusedHere = []uintptr{
	unix.SYS_FORK, unix.SYS_VFORK, unix.SYS_CHMOD, unix.SYS_CHOWN, unix.SYS_LCHOWN, unix.SYS_MKNOD, unix.SYS_LINK, unix.SYS_SYMLINK,
	unix.SYS_UTIME, unix.SYS_UTIMES, unix.SYS_FUTIMESAT, unix.SYS_IOPL, unix.SYS_IOPERM, unix.SYS_MODIFY_LDT, unix.SYS_USELIB,
	unix.SYS_INOTIFY_INIT, unix.SYS_KEXEC_FILE_LOAD,
}
