// Asio's TLS half, compiled once: only the admin CLI speaks TLS itself.
#include <boost/asio/ssl/impl/src.hpp>
