#include "base/error.hpp"

namespace base {

std::string_view to_string(Code code) {
  switch (code) {
    case Code::invalid_argument:
      return "invalid_argument";
    case Code::not_found:
      return "not_found";
    case Code::conflict:
      return "conflict";
    case Code::limit_exceeded:
      return "limit_exceeded";
    case Code::unauthenticated:
      return "unauthenticated";
    case Code::forbidden:
      return "forbidden";
    case Code::unavailable:
      return "unavailable";
  }
  return "unknown";
}

ErrorException::ErrorException(Error error)
    : std::runtime_error(std::string(error.name) + ": " + error.detail), error_(std::move(error)) {}

void throw_exception_from_error(const Error& error, const boost::source_location&) {
  throw ErrorException(error);
}

}  // namespace base
