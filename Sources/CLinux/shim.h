// Calls of Linux that Swift's Glibc leaves out because they need _GNU_SOURCE.
#ifndef PRECINTO_CLINUX_H
#define PRECINTO_CLINUX_H
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/types.h>
// Starts or waits for writing part of a file to the disk: sync_file_range(2).
extern int sync_file_range(int descriptor, off_t offset, off_t count, unsigned int flags);
// Starts writing, without waiting.
static const unsigned int precinto_start_writing = 2;
// Makes an empty file share the blocks of another, on file systems that can: ioctl_ficlone(2). 0 when it was done.
static inline int precinto_clone(int to, int from) { return ioctl(to, FICLONE, from); }
// Renames a file unless something has the new name: renameat2(2) with RENAME_NOREPLACE.
extern int renameat2(int from, const char *name, int to, const char *new_name, unsigned int flags);
static inline int precinto_rename_new(int from, const char *name, int to, const char *new_name) {
  return renameat2(from, name, to, new_name, 1);
}
// Neither core files nor other programs of the same user: setrlimit(2), prctl(2).
static inline void precinto_forbid_dumps(void) {
  const struct rlimit none = {0, 0};
  setrlimit(RLIMIT_CORE, &none);
  prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}
// Writes everything of a file system to the disk: syncfs(2).
extern int syncfs(int descriptor);
#endif
