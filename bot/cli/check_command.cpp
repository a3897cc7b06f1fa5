#include <algorithm>
#include <iostream>

#include "bot/cli/commands.hpp"
#include "bot/cli/fault_report.hpp"
#include "bot/environment.hpp"
#include "bot/profile.hpp"
#include "bot/understanding/load_reader.hpp"

namespace bot {

int check_command(const CheckOptions& options) {
  const auto loaded = load_profile({options.where.profile, options.where.data,
                                    base::SystemClock().now(), environment_variable, false, false});
  base::Faults faults = loaded.faults;
  if (loaded.profile) {
    const auto reader = load_reader({options.where.profile,
                                     {},
                                     *loaded.profile->program,
                                     loaded.profile->settings.default_locale,
                                     Teaching::none});
    faults.add(reader.faults);
    faults.sort();
  }
  const FaultFormat format = options.format == "json"    ? FaultFormat::json
                             : options.format == "sarif" ? FaultFormat::sarif
                                                         : FaultFormat::text;
  std::cout << write_faults(faults, format);
  if (!loaded.profile || faults.has_errors()) {
    if (format == FaultFormat::text) {
      const auto& all = faults.all();
      const auto errors = std::count_if(all.begin(), all.end(), [](const base::Fault& fault) {
        return fault.severity == base::Severity::error;
      });
      std::cout << options.where.profile << " is not sound: " << errors << " errors\n";
    }
    return 1;
  }
  if (format == FaultFormat::text) {
    const auto& knowledge = loaded.profile->knowledge;
    const std::size_t articles = knowledge == nullptr ? 0 : knowledge->articles.size();
    std::cout << options.where.profile << " is sound: " << loaded.profile->program->flows.size()
              << " flows, " << loaded.profile->machines.size() << " case machines, " << articles
              << " articles, policy " << loaded.profile->policy->version() << "\n";
  }
  return 0;
}

}  // namespace bot
