// qpdf, through its C interface, for what a PDF says of itself.
#include <qpdf/qpdf-c.h>
