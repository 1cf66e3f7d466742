package worker

/*
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef SYS_landlock_restrict_self
#define SYS_landlock_restrict_self 446
#endif

static volatile int interlaken_ruleset;
static volatile int interlaken_done;
static volatile int interlaken_error;

static int interlaken_restrict_thread(void) {
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return errno;
	if (syscall(SYS_landlock_restrict_self, interlaken_ruleset, 0) != 0) return errno;
	return 0;
}

static void interlaken_on_signal(int number) {
	int saved = errno;
	int failed = interlaken_restrict_thread();
	if (failed) interlaken_error = failed;
	__atomic_add_fetch(&interlaken_done, 1, __ATOMIC_SEQ_CST);
	errno = saved;
}

// Restricts every thread of the process to the ruleset: the kernel's call holds for the calling thread and those it
// starts later only (landlock_restrict_self(2)), and threads of the Go runtime and of DuckDB run already. Each is
// told by a signal and does it in its handler; new threads are looked for until there are none, the caller comes
// last. Returns 0 or an errno.
static int interlaken_restrict_all(int ruleset) {
	const int number = SIGRTMIN + 9;
	struct sigaction ours, before;
	memset(&ours, 0, sizeof ours);
	ours.sa_handler = interlaken_on_signal;
	ours.sa_flags = SA_RESTART | SA_ONSTACK;
	interlaken_ruleset = ruleset;
	interlaken_done = 0;
	interlaken_error = 0;
	if (sigaction(number, &ours, &before) != 0) return errno;

	enum { room = 4096 };
	static pid_t told[room];
	int count = 0, failed = 0, fresh = 1;
	pid_t process = getpid(), self = (pid_t)syscall(SYS_gettid);
	while (fresh && !failed) {
		fresh = 0;
		DIR *tasks = opendir("/proc/self/task");
		if (!tasks) { failed = errno; break; }
		struct dirent *entry;
		while (!failed && (entry = readdir(tasks))) {
			pid_t thread = (pid_t)atoi(entry->d_name);
			if (thread <= 0 || thread == self) continue;
			int known = 0;
			for (int i = 0; i < count && !known; i++) known = told[i] == thread;
			if (known) continue;
			if (count == room) { failed = ENOMEM; break; }
			int expected = interlaken_done + 1;
			if (syscall(SYS_tgkill, process, thread, number) != 0) continue; // it has ended
			for (int spins = 0; interlaken_done < expected; spins++) {
				if (syscall(SYS_tgkill, process, thread, 0) != 0) break; // it has ended
				if (spins > 20000) { failed = ETIMEDOUT; break; }
				usleep(50);
			}
			told[count++] = thread;
			fresh = 1;
		}
		closedir(tasks);
	}
	if (!failed) failed = interlaken_error;
	if (!failed) failed = interlaken_restrict_thread();
	sigaction(number, &before, NULL);
	return failed;
}
*/
import "C"

import "golang.org/x/sys/unix"

// restrictAllThreads restricts the whole process to a Landlock ruleset.
func restrictAllThreads(ruleset int) error {
	if failed := C.interlaken_restrict_all(C.int(ruleset)); failed != 0 {
		return unix.Errno(failed)
	}
	return nil
}
