#include <fstream>
#include <iostream>

#include "bot/cli/commands.hpp"
#include "bot/cli/find_conversation.hpp"
#include "bot/environment.hpp"
#include "bot/profile.hpp"
#include "bot/sheet/return_sheet.hpp"
#include "bot/turns/case_desk.hpp"

namespace bot {
namespace {

base::Error not_found(const std::string& number) {
  return {base::Code::not_found, "not_found",
          "there is no return " + number + " that may be sent; a sheet comes with the approval",
          ""};
}

// The sheet's bytes, from the case and the figures that it keeps.
base::Result<std::string> sheet_bytes(storage::Archive& archive, const Profile& profile,
                                      const SheetOptions& options) {
  const auto row = archive.find_case(options.number);
  if (!row) return not_found(options.number);
  const workflow::Case subject = from_row(*row, "");
  if (!has_sheet(subject)) return not_found(options.number);
  const auto kept = archive.policy(subject.policy_version);
  const auto policy = kept ? workflow::Policy::load({"policy " + kept->version, kept->body}).policy
                           : profile.policy;
  if (policy == nullptr) {
    return base::Error{base::Code::conflict, "old_policy",
                       "this program cannot read the figures that the return was opened under", ""};
  }
  const auto& texts = profile.program->texts;
  const std::string locale = texts.known_locale(options.locale);
  const dialogs::Formatter formatter(locale, sheet_zone(subject, *policy), texts.formats(locale));
  return draw_sheet(sheet_of(subject, *policy, texts, formatter));
}

}  // namespace

int sheet_command(const SheetOptions& options) {
  const base::Instant now = base::SystemClock().now();
  const auto loaded = load_profile(
      {options.where.profile, options.where.data, now, environment_variable, false, false});
  if (!loaded.profile) {
    std::cerr << loaded.faults.to_string();
    return 1;
  }
  try {
    storage::Archive archive(options.where.data);
    const auto pdf = sheet_bytes(archive, *loaded.profile, options);
    if (!pdf) return complain(pdf.error());
    std::ofstream file(options.out, std::ios::binary | std::ios::trunc);
    file << *pdf;
    if (file.flush()) return 0;
    std::cerr << "boomerang: cannot write " << options.out << "\n";
  } catch (const storage::StorageFailure& failure) {
    std::cerr << "boomerang: " << failure.what() << "\n";
  }
  return 1;
}

}  // namespace bot
