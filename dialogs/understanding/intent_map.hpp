// What an intent is for the dialog (config/training/intents.yaml and the flows' own `intents:`),
// and which things found in a message answer which question. Pure; immutable once read: any thread.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/fault.hpp"
#include "dialogs/command.hpp"
#include "dialogs/flow.hpp"
#include "dialogs/loader.hpp"

namespace dialogs {

using Answers = std::vector<std::pair<std::string, std::string>>;  // question and words

// Nothing to do: "yes" and "no" are for the question's own parser.
struct Meaning {
  std::optional<Command::Kind> kind;
  std::string name;  // of the flow, the queue or the small talk
  Answers implied;   // "item_damaged" answers the reason
};

class IntentMap {
 public:
  // Faults: an intent that starts a flow or answers a question that is not there, an unknown verb.
  // Intents that articles answer, by what the file alone says; faults are `read`'s to tell.
  static std::set<std::string> answered_by_articles(const SourceFile& file);
  static IntentMap read(const SourceFile& file, const Program& program, base::Faults& faults);

  // Nothing for an intent that means nothing to this profile.
  const Meaning* find(std::string_view intent) const;
  // Entity kinds by question of that flow, in the order they are written; may be empty.
  const Answers& questions_of(std::string_view flow) const;

 private:
  std::map<std::string, Meaning, std::less<>> meanings_;
  std::map<std::string, Answers, std::less<>> questions_;
};

}  // namespace dialogs
