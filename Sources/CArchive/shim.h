// libarchive, for reading containers that other programs wrote.
#include <archive.h>
#include <archive_entry.h>
