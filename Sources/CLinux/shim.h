// Calls of Linux that Swift's Glibc leaves out because they need _GNU_SOURCE.
#ifndef PRECINTO_CLINUX_H
#define PRECINTO_CLINUX_H
#include <sys/types.h>
// Starts or waits for writing part of a file to the disk: sync_file_range(2). Flag 2 starts without waiting.
extern int sync_file_range(int descriptor, off_t offset, off_t count, unsigned int flags);
// Writes everything of a file system to the disk: syncfs(2).
extern int syncfs(int descriptor);
#endif
