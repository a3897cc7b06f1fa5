// The one error type of the house, and Result<T>, what a function returns that can fail for
// reasons its caller must expect (bad input, a missing row, a conflict).
//
// Infrastructure that is down (disk full, database corrupt) throws instead; a broken invariant is
// CHECK (check.hpp). Any thread.
#pragma once

#include <boost/system/result.hpp>
#include <stdexcept>
#include <string>
#include <string_view>

namespace base {

// The kind of failure. Transports map it to a status in one table (bot/protocol/error_table).
enum class Code {
  invalid_argument,  // the caller sent something that can never succeed
  not_found,         // no such thing, or none that this caller may see
  conflict,          // true a moment ago, or the same key with another content
  limit_exceeded,    // too much, too large, too often
  unauthenticated,   // who are you?
  forbidden,         // you may not
  unavailable,       // try again later
};

// Returns the enumerator's own name, as it appears in logs.
std::string_view to_string(Code code);

struct Error {
  Code code = Code::invalid_argument;
  // Stable machine name that clients rely on, such as "too_long". Always a string literal.
  std::string_view name = "invalid";
  // One sentence for people: what is wrong, where, what to do. Never holds secrets or message text.
  std::string detail = {};
  // The input field it is about, if any.
  std::string field = {};
};

// Thrown by Result::value() on an error: only where an error is a programming mistake.
class ErrorException : public std::runtime_error {
 public:
  explicit ErrorException(Error error);
  const Error& error() const { return error_; }

 private:
  Error error_;
};

[[noreturn]] void throw_exception_from_error(const Error& error,
                                             const boost::source_location& where);

// A value or an Error. Subset in use: has_value, value, error, operator*, operator->, bool.
template <class T = void>
class [[nodiscard]] Result : public boost::system::result<T, Error> {
 public:
  using boost::system::result<T, Error>::result;
};

}  // namespace base
