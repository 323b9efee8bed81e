// libmagic, for telling what a file is from its bytes.
#include <magic.h>
