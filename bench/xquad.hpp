// XQuAD: questions, each with the paragraph that answers it, from a file of the test set.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace bench {

struct Paragraphs {
  std::vector<std::string> texts;
  std::vector<std::pair<std::string, std::size_t>> questions;  // with the number of its paragraph
};

// Nothing when the file cannot be read or is none of the set.
std::optional<Paragraphs> read_xquad(const std::string& path);

}  // namespace bench
