#include "bot/console/packet.hpp"

#include <set>
#include <string>

#include "dialogs/engine/scope.hpp"
#include "dialogs/texts.hpp"

namespace bot {
namespace {

const dialogs::Question* question_of(const dialogs::Flow& flow, std::string_view path) {
  const auto place = dialogs::place_of(flow, path);
  const auto* ask = place ? flow.steps[place->step].as<dialogs::AskStep>() : nullptr;
  return ask != nullptr ? &ask->question : nullptr;
}

std::string plain(const dialogs::Text& text, std::string_view locale) {
  if (text.empty() || !text.in(locale).is_plain()) return {};
  return text.in(locale).source;
}

// The answer as its button said it, where it was one; else as it is.
base::Value shown(const dialogs::Question& question, const base::Value& value,
                  std::string_view locale) {
  for (const auto& option : question.options) {
    if (!value.is_text() || option.word != value.text()) continue;
    const std::string label = plain(option.label, locale);
    return label.empty() ? value : base::Value(label);
  }
  return value;
}

void write_task(base::JsonWriter& json, const dialogs::Flow& flow, const dialogs::Frame& frame,
                std::string_view locale) {
  const std::string title = plain(flow.title, locale);
  json.open_object()
      .key("flow")
      .text(frame.flow)
      .key("title")
      .text(title.empty() ? frame.flow : title);
  json.key("status").text(dialogs::to_string(frame.status)).key("answers").open_list();
  for (const auto& answer : frame.answers) {
    const auto* question = question_of(flow, answer.path);
    if (question == nullptr || question->sensitive || answer.value.is_nothing()) continue;
    json.open_object().key("name").text(answer.path);
    json.key("label").text(plain(question->label, locale));
    json.key("value").value(shown(*question, answer.value, locale)).close_object();
  }
  json.close_list().close_object();
}

void write_told(base::JsonWriter& json, const Profile& profile,
                const std::vector<base::Value>& frames) {
  constexpr std::string_view kArticle = "article:";
  std::set<std::string> articles;
  std::set<int> facts;
  for (const auto& frame : frames) {
    const auto step = frame.text_at("step");
    if (step.starts_with(kArticle)) articles.emplace(step.substr(kArticle.size()));
    for (const auto& [type, machine] : profile.machines) {
      for (const auto& notice : machine->notices()) {
        if (notice->key == step) facts.insert(notice->facts.begin(), notice->facts.end());
      }
    }
  }
  json.key("articles").open_list();
  for (const auto& name : articles) json.text(name);
  json.close_list().key("facts").open_list();
  for (const int fact : facts) json.integer(fact);
  json.close_list();
}

}  // namespace

void write_packet(base::JsonWriter& json, const ApiParts& parts, const Conversation& conversation,
                  const std::vector<base::Value>& frames) {
  const auto& program = *parts.world.profile.program;
  const dialogs::State& state = conversation.state;
  json.open_object().key("identity").text(conversation.customer.empty() ? "guest" : "signed_in");
  json.key("locale").text(conversation.locale).key("zone").text(conversation.time_zone);
  json.key("tasks").open_list();
  for (std::size_t at = state.frames.size(); at-- > 0;) {
    const auto& frame = state.frames[at];
    const dialogs::Flow* flow = program.find_version(frame.flow, frame.hash);
    if (flow != nullptr) write_task(json, *flow, frame, conversation.locale);
  }
  json.close_list();
  if (state.pending) {
    const dialogs::Frame* frame = state.find_frame(state.pending->run);
    const auto* flow = frame ? program.find_version(frame->flow, frame->hash) : nullptr;
    const auto* question = flow ? question_of(*flow, state.pending->path) : nullptr;
    if (question != nullptr) {
      const std::string label = plain(question->label, conversation.locale);
      json.key("waiting_for").text(label.empty() ? state.pending->path : label);
    }
  }
  json.key("tried").integer(state.not_understood);
  write_told(json, parts.world.profile, frames);
  json.close_object();
}

}  // namespace bot
