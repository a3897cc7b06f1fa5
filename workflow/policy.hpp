// The shop's rules as one file of figures (config/policy.yaml): durations, addresses, lists, yes/no
// rules, each with the numbers of the facts it states. Enforcement and answers read them from here;
// a case keeps the version it was opened under. Immutable after load. Any thread.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.hpp"
#include "base/expression.hpp"
#include "base/fault.hpp"
#include "base/value.hpp"
#include "workflow/deadline.hpp"
#include "workflow/source.hpp"

namespace workflow {

// How firmly the source states a figure. Texts must not promise more than this.
enum class Firmness {
  exact,    // a rule: "within 5 days"
  usual,    // "usually": no guarantee
  at_most,  // "may take up to"
  vague,    // "a few days": no number at all
};
std::string_view to_string(Firmness firmness);

struct Figure {
  enum class Kind { duration, count, text, yes_no, list, address };
  std::string name;
  Kind kind = Kind::text;
  base::Value value;        // as texts and conditions see it; see Policy::figures
  base::Duration length{};  // kind duration: n * 24 h for days
  DayRule days;             // kind duration in days
  bool is_in_days = false;
  Firmness firmness = Firmness::exact;
  bool is_open_list = false;  // kind list: examples, "any other will do"
  std::vector<int> facts;     // numbers in the list of facts
  bool is_ours = false;       // our own choice: the source says nothing
  base::Position where;
};

// A fact that no figure can carry, and why: the source does not give its content.
struct FactNote {
  int fact = 0;
  std::string why;
};

class Policy {
 public:
  struct Loaded {
    std::shared_ptr<const Policy> policy;  // null when there are errors
    base::Faults faults;
  };
  // Reads and checks the whole file; every fault at once.
  static Loaded load(const SourceFile& file);

  // The first 12 hexadecimal digits of the SHA-256 of the file's bytes.
  const std::string& version() const { return version_; }
  // The file's text, for keeping beside the version.
  const std::string& text() const { return text_; }

  // One record for texts and conditions:
  //   policy.ship_within          "5 days" (text)         policy.max_photos      200 (number)
  //   policy.mail_address.text    one line (text); also .lines .recipient .index .street .phone ...
  //   policy.couriers             list of texts           policy.customer_pays_shipment  yes/no
  //   policy.days.ship_within     5 (number)              policy.firmness.ship_within "exact"
  const base::Value& figures() const { return figures_; }
  // The type of figures(), for checking texts, flows and conditions.
  const base::Type& type() const { return type_; }

  // Nothing when there is no such figure.
  const Figure* find(std::string_view name) const;
  const std::vector<Figure>& all() const { return all_; }
  std::vector<std::string> names() const;
  const std::vector<FactNote>& without_figure() const { return without_figure_; }

  // Precondition: a figure of kind duration.
  base::Duration duration(std::string_view name) const;
  const ShopCalendar& calendar() const { return calendar_; }
  // The last instant in time for a figure of kind duration that starts to run at `start`. The one
  // and only place where "5 days" becomes a moment: timer, text and console all read the result.
  Deadline deadline(std::string_view figure, base::Instant start,
                    std::string_view customer_zone) const;

 private:
  friend class PolicyReader;
  Policy() = default;

  std::string version_;
  std::string text_;
  std::vector<Figure> all_;
  std::vector<FactNote> without_figure_;
  ShopCalendar calendar_;
  base::Value figures_;
  base::Type type_;
};

}  // namespace workflow
