#include "workflow/policy.hpp"

#include <algorithm>

#include "base/check.hpp"

namespace workflow {

std::string_view to_string(Firmness firmness) {
  switch (firmness) {
    case Firmness::exact:
      return "exact";
    case Firmness::usual:
      return "usual";
    case Firmness::at_most:
      return "at_most";
    case Firmness::vague:
      return "vague";
  }
  return "exact";
}

const Figure* Policy::find(std::string_view name) const {
  const auto found =
      std::find_if(all_.begin(), all_.end(), [&](const Figure& f) { return f.name == name; });
  return found == all_.end() ? nullptr : &*found;
}

std::vector<std::string> Policy::names() const {
  std::vector<std::string> out;
  for (const Figure& figure : all_) out.push_back(figure.name);
  return out;
}

base::Duration Policy::duration(std::string_view name) const {
  const Figure* figure = find(name);
  ENSURE(figure != nullptr && figure->kind == Figure::Kind::duration,
         "the policy has a duration called " + std::string(name));
  return figure->length;
}

Deadline Policy::deadline(std::string_view figure, base::Instant start,
                          std::string_view customer_zone) const {
  const Figure* found = find(figure);
  ENSURE(found != nullptr && found->kind == Figure::Kind::duration,
         "the policy has a duration called " + std::string(figure));
  if (!found->is_in_days) return {start + found->length, calendar_.zone};
  return deadline_after(start, found->days, calendar_, customer_zone);
}

}  // namespace workflow
