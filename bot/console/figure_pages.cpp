#include "bot/console/figure_pages.hpp"

#include <map>

#include "base/ids.hpp"
#include "base/json.hpp"
#include "base/log.hpp"
#include "bot/access/authorize.hpp"
#include "bot/console/asked.hpp"

namespace bot {
namespace {

constexpr base::Duration kOverviewDays = std::chrono::days(30);
constexpr base::Duration kReachIsFresh = std::chrono::seconds(30);
constexpr std::size_t kMaxWaiting = 1000;
constexpr std::size_t kMaxRatings = 5000;
constexpr std::size_t kMaxGapsShown = 200;

std::string plain(const dialogs::Text& text, std::string_view locale) {
  if (text.empty() || !text.in(locale).is_plain()) return {};
  return text.in(locale).source;
}

// What the step asks, in the words of a review; empty where the flow has none, or does not ask.
const dialogs::Text* label_of(const dialogs::Step& step) {
  if (const auto* ask = step.as<dialogs::AskStep>()) return &ask->question.label;
  if (const auto* review = step.as<dialogs::ReviewStep>()) return &review->confirm;
  return nullptr;
}

// Per flow, in the order of its questions: in how many conversations each was asked.
void write_funnels(base::JsonWriter& json, const dialogs::Program& program,
                   const storage::Reach& reach, std::string_view locale) {
  std::map<std::string_view, std::int64_t> asked;
  for (const auto& step : reach.steps) asked[step.step] = step.conversations;
  json.open_list();
  for (const auto& flow : program.flows) {
    bool is_open = false;
    for (const auto& step : flow.steps) {
      const auto* label = label_of(step);
      const auto found = asked.find(flow.name + "." + step.id);
      if (label == nullptr || found == asked.end()) continue;
      if (!is_open) {
        json.open_object().key("flow").text(flow.name).key("title").text(plain(flow.title, locale));
        json.key("steps").open_list();
        is_open = true;
      }
      json.open_object().key("step").text(step.id).key("label").text(plain(*label, locale));
      json.key("conversations").integer(found->second).close_object();
    }
    if (is_open) json.close_list().close_object();
  }
  json.close_list();
}

void write_days(base::JsonWriter& json, const storage::ShopFigures& figures) {
  json.key("days").open_list();
  for (const auto& day : figures.days) {
    json.open_object().key("day").integer(day.day).key("conversations").integer(day.conversations);
    json.key("handed_over").integer(day.handed_over).close_object();
  }
  json.close_list().key("states").open_list();
  for (const auto& state : figures.states) {
    json.open_object().key("type").text(state.type).key("state").text(state.state);
    json.key("cases").integer(state.cases).close_object();
  }
  json.close_list().key("decisions").open_list();
  for (const auto& decision : figures.decisions) {
    json.open_list().integer(decision.day).integer(decision.took.count()).close_list();
  }
  json.close_list();
}

}  // namespace

void FigurePages::overview(const SignedIn& who, const HttpRequest& request,
                           const HttpReply& reply) {
  const auto allowed = authorize(who.staff, Operation::see_overview, kNoObject);
  if (!allowed) return reply(error_response(allowed.error()));
  const std::string locale = parts_.world.profile.program->texts.known_locale(
      request.query_parameter("locale").value_or("en"));
  const base::Instant now = parts_.wall_clock.now();
  if (!parts_.read_reach || now - reach_read_ < kReachIsFresh) return reply(figures(locale));
  const auto read = std::make_shared<storage::Reach>();
  const base::Instant since = parts_.world.clock.now() - kOverviewDays;
  const auto queued = parts_.run_job(
      [read, since, from = parts_.read_reach] {
        try {
          *read = from(since);
        } catch (const storage::StorageFailure& failure) {
          base::log::warn("overview.no_reach", {{"why", std::string_view(failure.what())}});
        }
      },
      [this, read, now, locale, reply] {
        reach_ = read;
        reach_read_ = now;
        reply(figures(locale));
      });
  // Everybody is busy: what was known before is better than nothing.
  if (!queued) reply(figures(locale));
}

HttpResponse FigurePages::figures(std::string_view locale) const {
  const base::Instant now = parts_.world.clock.now();
  const base::Instant since = now - kOverviewDays;
  // A UUIDv7 begins with its millisecond.
  const std::string first_case = base::make_uuid7(since, parts_.world.random).substr(0, 13);
  auto& console = parts_.world.store.console();
  std::string body;
  base::JsonWriter json(body);
  json.open_object().key("now").text(base::to_iso(now));
  write_days(json, console.figures(since, first_case));
  json.key("waiting").integer(
      static_cast<std::int64_t>(console.not_with_bot("queue", kMaxWaiting).size()));
  json.key("ratings").open_list();
  for (const auto& rating : console.ratings(since, kMaxRatings)) {
    json.open_object().key("about").text(rating.subject.substr(0, rating.subject.find(':')));
    json.key("score").integer(rating.score);
    json.key("day").integer(base::to_milliseconds(rating.at) / 86'400'000).close_object();
  }
  json.close_list().key("funnels");
  write_funnels(json, *parts_.world.profile.program, *reach_, locale);
  json.key("overdue").open_list();
  for (const auto& one : reach_->overdue) {
    json.open_object().key("reason").text(one.reason);
    json.key("cases").integer(one.cases).close_object();
  }
  json.close_list().close_object();
  return json_response(200, std::move(body));
}

HttpResponse FigurePages::gaps(const SignedIn& who, const HttpRequest& request) const {
  const auto allowed = authorize(who.staff, Operation::see_overview, kNoObject);
  if (!allowed) return error_response(allowed.error());
  auto& store = parts_.world.store;
  const auto questions =
      most_asked(store.console().gaps(static_cast<std::size_t>(storage::kMaxGaps)),
                 request.query_parameter("language").value_or(""), kMaxGapsShown);
  std::string body;
  base::JsonWriter json(body);
  json.open_object().key("now").text(base::to_iso(parts_.world.clock.now()));
  json.key("gaps").open_list();
  for (const auto& one : questions) {
    const auto conversation = store.conversation(one.newest.conversation);
    json.open_object().key("count").integer(static_cast<std::int64_t>(one.count));
    json.key("text").text(one.newest.text).key("language").text(one.newest.language);
    json.key("reason").text(one.newest.reason).key("article").text(one.newest.article);
    json.key("at").text(base::to_iso(one.newest.at));
    if (conversation) json.key("conversation").text(conversation->uuid);
    json.close_object();
  }
  json.close_list().close_object();
  return json_response(200, std::move(body));
}

}  // namespace bot
