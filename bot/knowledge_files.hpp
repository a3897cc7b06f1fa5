// Reads the files of a profile's knowledge: articles/<language>/*.md and words.yaml, zones.yaml and
// confusables.yaml. Start-up only.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/fault.hpp"
#include "knowledge/library.hpp"
#include "workflow/policy.hpp"

namespace bot {

struct KnowledgeSource {
  std::filesystem::path folder;    // of the profile
  std::string default_language;    // "en"
  const workflow::Policy& policy;  // figures, and the facts that must be answered
};

// Nothing when the profile has no articles, which is no fault, or when there are errors.
std::shared_ptr<const knowledge::Library> load_knowledge(const KnowledgeSource& source,
                                                         base::Faults& faults);

// Articles whose next step is a button that no flow starts with.
void check_start_buttons(const knowledge::Library& library,
                         const std::vector<std::string>& start_buttons, base::Faults& faults);

}  // namespace bot
