// One edition of the shipped profile as the dialog engine sees it: the program, the figures of the
// policy and a formatter for each language. Explorations and simulations talk to it; an edited copy
// of it is a deployment. One thread.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/value.hpp"
#include "dialogs/engine.hpp"
#include "dialogs/flow.hpp"
#include "dialogs/texts.hpp"

namespace tests {

// Gets the name of a file of the profile ("flows/create_return", "texts/ru") and its text; gives
// the text to load instead.
using FileEdit = std::function<std::string(const std::string& name, const std::string& text)>;

class Edition {
 public:
  // Reads config/ of the source tree. Throws std::runtime_error with every fault when it (or what
  // the edit made of it) is not sound. Keeps the versions of flows of `before` beside its own, as a
  // server does for the runs that are pinned to them.
  explicit Edition(const FileEdit& edit = {}, const Edition* before = nullptr);

  const dialogs::Program& program() const { return *program_; }
  const dialogs::Engine& engine() const { return engine_; }
  const base::Value& policy() const { return policy_; }
  // Precondition: one of languages().
  const dialogs::Formatter& formatter(std::string_view language) const;
  const std::vector<std::string>& languages() const { return languages_; }

 private:
  Edition(std::pair<std::shared_ptr<const dialogs::Program>, base::Value> loaded);

  std::shared_ptr<const dialogs::Program> program_;
  base::Value policy_;
  dialogs::Engine engine_;
  std::vector<std::string> languages_;
  std::map<std::string, std::unique_ptr<dialogs::Formatter>, std::less<>> formatters_;
};

}  // namespace tests
