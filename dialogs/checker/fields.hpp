// Small readers of the scalars that flow files are made of: "10..1000", "10 MiB", "3 working days",
// "handover.support", conditions. Each reports its own fault and then gives nothing. Load time
// only.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/expression.hpp"
#include "base/fault.hpp"
#include "base/yaml.hpp"
#include "dialogs/checker/text_library.hpp"
#include "dialogs/contract.hpp"
#include "dialogs/flow.hpp"

namespace dialogs {

// All that reading a flow file needs to know of the rest of the profile.
struct Workspace {
  const Contracts& contracts;
  const RepairSettings& repair;
  TextLibrary& texts;
  base::Faults& faults;
};

struct RawText {
  std::string text;
  base::Position where;
};

// A scalar as text with its place.
std::optional<RawText> read_scalar(const base::YamlNode& node, const std::string& file,
                                   base::Faults& faults);
std::optional<base::Expression> read_expression(const base::YamlNode& node, const std::string& file,
                                                base::Faults& faults);
// "2..5", or "3" for 3..3; both ends within the bounds.
std::optional<Range> read_range(const base::YamlNode& node, const std::string& file, Range bounds,
                                base::Faults& faults);
// "500 kB", "10 MB", "10 MiB", at most 1 GiB.
std::optional<std::int64_t> read_size(const base::YamlNode& node, const std::string& file,
                                      base::Faults& faults);
// "5 minutes", "3 working days", "policy.approval_target".
std::optional<Span> read_span(const base::YamlNode& node, const std::string& file,
                              base::Faults& faults);
// "handover.support" or "end.refused".
std::optional<Exit> read_exit(const base::YamlNode& node, const std::string& file,
                              base::Faults& faults);
// "5 times in 10 minutes" or "never".
std::optional<Trouble> read_retry(const base::YamlNode& node, const std::string& file,
                                  base::Faults& faults);
// Whether text is a name: small letters, digits and _, not starting with a digit.
bool is_name(std::string_view text);
// A duration of at least a second and at most 400 days.
std::optional<base::Duration> read_duration(const base::YamlNode& node, const std::string& file,
                                            base::Faults& faults);

// A text for customers under `key`, written inline in `parent`; nothing when the field is absent
// and no language file has it.
Text read_text(base::YamlReader& reader, std::string_view field, const std::string& key,
               const std::string& file, Workspace& workspace);
// The same, and a fault when it is absent everywhere.
Text read_required_text(base::YamlReader& reader, std::string_view field, const std::string& key,
                        const std::string& file, Workspace& workspace);

}  // namespace dialogs
