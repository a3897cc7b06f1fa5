// The part of a profile that a conversation depends on (flows, texts, contracts, repair settings,
// policy, carriers), as files by name: hashed into a version, published into the store, and
// compiled again from there when an older version is needed. Any thread.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/fault.hpp"
#include "dialogs/loader.hpp"
#include "storage/commit.hpp"
#include "workflow/policy.hpp"

namespace bot {

// SHA-256 over names and contents. `files` in any order.
std::string version_of(std::vector<storage::ProfileFile> files);

// As a file of this name the default language is part of a stored profile.
inline constexpr const char* kDefaultLanguageFile = "default_language";

// An article in one language, as a file of a stored profile ("articles/en/info.ship_deadline"):
// only what is said is part of a conversation, not how it is found.
storage::ProfileFile article_file(const dialogs::ArticleText& article);

struct CompiledProfile {
  std::shared_ptr<const dialogs::Program> program;
  std::shared_ptr<const workflow::Policy> policy;
};

// Compiles stored files. Nothing in it, and why in `faults`, when this program cannot read them
// (any more).
CompiledProfile compile_profile(const std::vector<storage::ProfileFile>& files,
                                base::Faults& faults);

// What Commit::published takes: the files and the flows of a program.
storage::PublishedProfile published(std::string version, base::Instant at,
                                    std::vector<storage::ProfileFile> files,
                                    const dialogs::Program& program);

}  // namespace bot
