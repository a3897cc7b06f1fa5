// In which of the profile's languages a message is written, and how it is spelled: learned from the
// letter groups of the training phrases, so that a profile's own words decide and Russian typed in
// Latin letters or on an English keyboard is known as Russian. Pure; immutable once built: any
// thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_form.hpp"
#include "base/hash.hpp"
#include "dialogs/understanding/tokens.hpp"
#include "dialogs/understanding/training_set.hpp"

namespace dialogs {

struct LanguageGuess {
  std::string language;  // empty when the profile has none
  Spelling spelling = Spelling::native;
  double margin = 0;  // how much likelier than the next language, in nats
  std::size_t letters = 0;

  // Enough evidence to change the language of a conversation: ten letters and no doubt.
  bool is_clear() const { return letters >= 10 && margin >= 8 && spelling != Spelling::keyboard; }
};

class LanguageDetector {
 public:
  LanguageDetector() = default;
  explicit LanguageDetector(const std::vector<TrainingSet>& sets);

  // A versioned form for a cache, and back; nothing when the bytes are none of ours or damaged.
  std::string to_bytes() const;
  static std::optional<LanguageDetector> from_bytes(base::SharedBytes bytes);

  // `usual`: the language of the conversation, which wins while the evidence is thin.
  LanguageGuess guess(std::string_view text, std::string_view usual) const;

 private:
  struct Variant {
    std::string language;
    Spelling spelling = Spelling::native;
    double grams = 0;
  };

  struct Counts;

  void learn(std::string_view text, std::size_t variant, Counts& counts);
  void weigh(Counts counts);

  std::vector<Variant> variants_;
  base::FrozenArray<std::uint64_t> groups_;
  base::HashSlots slots_;  // of `groups_`
  // How likely a letter group is in each variant, as logarithms, one row of variants_.size() for
  // each of groups_; the last row is of groups that no phrase has.
  base::FrozenArray<float> weights_;
};

}  // namespace dialogs
