package worker

import "golang.org/x/sys/unix"

const machine = unix.AUDIT_ARCH_AARCH64

// refusedHere are refused calls that only some machines have.
var refusedHere = []uintptr{unix.SYS_KEXEC_FILE_LOAD}
