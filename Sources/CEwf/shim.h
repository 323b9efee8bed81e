// libewf, for reading EnCase evidence files.
#include <libewf.h>
