// expat, for reading XML as a stream.
#include <expat.h>
