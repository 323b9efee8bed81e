// Loaded before a program: the call with the number FAULT_AT that writes, syncs, cuts, renames or removes fails, as on
// a bad disk. How many such calls there were, and which one failed, is appended to the file FAULT_LOG.
//
// Standard output and standard error are left alone: what a program says must arrive.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

static int calls;

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static void note(const char *text, int number) {
  const char *path = getenv("FAULT_LOG");
  if (!path) return;
  int file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (file < 0) return;
  char line[80];
  int length = snprintf(line, sizeof line, "%s %d\n", text, number);
  if (REAL(write)(file, line, length) < 0) abort();
  close(file);
}

static int fails(const char *name, int code) {
  int number = __sync_add_and_fetch(&calls, 1);
  const char *at = getenv("FAULT_AT");
  if (!at || atoi(at) != number) return 0;
  note(name, number);
  errno = code;
  return 1;
}

__attribute__((destructor)) static void finish(void) { note("calls", calls); }

ssize_t write(int file, const void *bytes, size_t count) {
  if (file > STDERR_FILENO && fails("write", ENOSPC)) return -1;
  return REAL(write)(file, bytes, count);
}
ssize_t pwrite(int file, const void *bytes, size_t count, off_t offset) {
  if (fails("pwrite", ENOSPC)) return -1;
  return REAL(pwrite)(file, bytes, count, offset);
}
ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t offset) {
  if (fails("pwrite64", ENOSPC)) return -1;
  return REAL(pwrite64)(file, bytes, count, offset);
}
#define ONE_FILE(name, code) \
  int name(int file) { return fails(#name, code) ? -1 : REAL(name)(file); }
ONE_FILE(fsync, EIO)
ONE_FILE(fdatasync, EIO)
ONE_FILE(syncfs, EIO)
int ftruncate(int file, off_t count) {
  return fails("ftruncate", EIO) ? -1 : REAL(ftruncate)(file, count);
}
int ftruncate64(int file, off64_t count) {
  return fails("ftruncate64", EIO) ? -1 : REAL(ftruncate64)(file, count);
}
int rename(const char *from, const char *to) {
  return fails("rename", EIO) ? -1 : REAL(rename)(from, to);
}
int renameat(int from, const char *name, int to, const char *new_name) {
  return fails("renameat", EIO) ? -1 : REAL(renameat)(from, name, to, new_name);
}
int renameat2(int from, const char *name, int to, const char *new_name, unsigned flags) {
  return fails("renameat2", EIO) ? -1 : REAL(renameat2)(from, name, to, new_name, flags);
}
int unlink(const char *path) { return fails("unlink", EIO) ? -1 : REAL(unlink)(path); }
int unlinkat(int folder, const char *path, int flags) {
  return fails("unlinkat", EIO) ? -1 : REAL(unlinkat)(folder, path, flags);
}
int mkdir(const char *path, mode_t mode) {
  return fails("mkdir", ENOSPC) ? -1 : REAL(mkdir)(path, mode);
}
