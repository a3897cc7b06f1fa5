// The text of one file of the profile. This module opens no files: its callers read them.
#pragma once

#include <string>

namespace workflow {

struct SourceFile {
  std::string name;  // as faults show it, such as "config/policy.yaml"
  std::string text;
};

}  // namespace workflow
