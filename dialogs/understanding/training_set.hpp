// The training phrases of one language (config/training/<lang>/*.yaml), read and checked. Pure: the
// texts of the files come in as arguments. Any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/fault.hpp"
#include "dialogs/loader.hpp"

namespace dialogs {

// Phrases that look like the shop's business and are not ("sell me a kettle", "return to the home
// page"): the class of what the assistant does not do.
inline constexpr std::string_view kOutOfScope = "out_of_scope";

struct LabelledPhrase {
  std::string text;
  std::uint32_t label = 0;  // index into labels
  base::Position where;
};

struct TrainingSet {
  std::string language;
  std::vector<std::string> labels;  // names of intents, ascending
  std::vector<LabelledPhrase> phrases;

  // labels.size() when there is none of that name.
  std::uint32_t find_label(std::string_view name) const;
};

// Faults: a phrase twice (also in another intent, also when only case or punctuation differ), an
// empty or overlong one (200 characters), an intent in two files or with fewer than `min_phrases`.
TrainingSet read_training(std::string_view language, const std::vector<SourceFile>& files,
                          std::size_t min_phrases, base::Faults& faults);

}  // namespace dialogs
