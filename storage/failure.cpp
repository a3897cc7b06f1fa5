#include "storage/failure.hpp"

namespace storage {

std::string_view to_string(FailureKind kind) {
  switch (kind) {
    case FailureKind::full:
      return "full";
    case FailureKind::busy:
      return "busy";
    case FailureKind::fatal:
      return "fatal";
    case FailureKind::refused:
      return "refused";
  }
  return "fatal";
}

}  // namespace storage
