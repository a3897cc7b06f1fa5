#include "bot/replay/why.hpp"

#include <algorithm>
#include <charconv>

#include "base/json.hpp"
#include "base/text.hpp"
#include "bot/replay/compare.hpp"
#include "dialogs/change.hpp"
#include "dialogs/engine/explain.hpp"
#include "dialogs/event_json.hpp"

namespace bot {
namespace {

constexpr std::size_t kMaxShown = 160;
const std::string kPrivate = "(the answer to a sensitive question)";

struct Found {
  const storage::JournalRow* row = nullptr;
  std::string line;  // the message's frame
  base::Value frame;
};

std::optional<Found> find_message(const JournaledConversation& conversation,
                                  std::string_view wanted) {
  for (const auto& row : conversation.turns) {
    std::string_view output = row.output;
    while (!output.empty()) {
      const auto end = output.find('\n');
      const std::string line(output.substr(0, end));
      output.remove_prefix(end == std::string_view::npos ? output.size() : end + 1);
      auto frame = base::parse_json(line, {1U << 20U, 32, 10'000});
      if (!frame) continue;
      const auto& seq = frame->at("seq");
      const bool is_seq = seq.is_integer() && std::to_string(seq.integer()) == wanted;
      if (is_seq || frame->text_at("id") == wanted) return Found{&row, line, std::move(*frame)};
    }
  }
  return std::nullopt;
}

std::string cut(std::string text) {
  return text.size() > kMaxShown ? std::string(base::first_characters(text, kMaxShown)) + "..."
                                 : text;
}

std::string place(const base::Position& where) {
  std::string text = where.file;
  if (where.line > 0) text += ":" + std::to_string(where.line);
  return text;
}

// Builds the chain of one message of one turn.
class Chain {
 public:
  Chain(const Found& found, Replay& replay, const dialogs::State& before,
        const ReplayedTurn& replayed)
      : found_(found),
        replay_(replay),
        before_(before),
        replayed_(replayed),
        is_private_(private_question(*replay.program(), before, replayed.changes) != nullptr) {}

  std::string text() {
    add_message();
    add_event();
    if (!is_ours()) {
      line("said by", "not the dialog: it came with the event");
      return out_;
    }
    add_outside();
    const std::string step(found_.frame.text_at("step"));
    const auto dot = step.find('.');
    const auto* flow = find_flow(step.substr(0, dot));
    if (flow != nullptr) {
      add_way(*flow);
      add_flow_text(*flow, step.substr(dot + 1));
    } else {
      add_shared_text(step);
    }
    return out_;
  }

 private:
  void line(std::string_view name, const std::string& what) {
    std::string head(name);
    head.resize(std::max<std::size_t>(head.size() + 1, 12), ' ');
    out_ += head + what + "\n";
  }

  bool is_ours() const {
    const auto& seq = found_.frame.at("seq");
    const auto recorded = read_recording(found_.row->recorded, found_.row->input);
    if (!recorded || found_.frame.text_at("from") == "customer") return false;
    const std::int64_t at = seq.integer() - found_.row->first_seq;
    return std::find(recorded->given.begin(), recorded->given.end(), at) == recorded->given.end();
  }

  void add_message() {
    line("message", std::to_string(found_.frame.at("seq").integer()) + " of turn " +
                        std::to_string(found_.row->turn) + ", " + base::to_iso(found_.row->at));
    if (is_private_ && found_.frame.text_at("from") == "customer") {
      return line("", kPrivate);
    }
    std::string said = transcript_of(found_.line);
    said.erase(said.find_last_not_of('\n') + 1);
    line("", said.substr(2));
  }

  void add_event() {
    std::string caused = is_private_ ? kPrivate : cut(found_.row->input);
    if (!found_.row->client_id.empty()) caused += ", client id " + found_.row->client_id;
    line("event", caused);
    line("profile", replay_.world().profile.substr(0, 12) + ", language " + replay_.world().locale);
  }

  // What the engine asked for in this turn, and got.
  void add_outside() {
    for (const auto& step : replayed_.steps) {
      for (const auto& request : step.result.requests) {
        if (const auto* lookup = std::get_if<dialogs::LookupRequest>(&request)) {
          line("look-up", lookup->name);
        } else if (const auto* action = std::get_if<dialogs::ActionRequest>(&request)) {
          line("action", action->name + ", key " + action->key);
        } else if (const auto* handover = std::get_if<dialogs::HandoverRequest>(&request)) {
          line("hand-over", handover->queue + ", because: " + handover->reason);
        } else if (const auto* finished = std::get_if<dialogs::Finished>(&request)) {
          line("ended", finished->flow + ": " + finished->outcome);
        }
      }
      if (const auto* result = std::get_if<dialogs::ActionResult>(&step.event)) {
        const std::string refused = "refused: " + result->refusal;
        line("result", result->outcome == dialogs::ActionResult::Outcome::ok        ? "done"
                       : result->outcome == dialogs::ActionResult::Outcome::refused ? refused
                                                                                    : "trouble");
      }
      for (const auto& what : commands_of(step.result)) line("command", what);
    }
  }

  // What was seen in the message, and what became of it by which rule of the engine.
  std::vector<std::string> commands_of(const dialogs::StepResult& result) const {
    std::vector<std::string> told;
    for (const dialogs::Judged& judged : result.commands) {
      const dialogs::Command& command = judged.command;
      std::string text(to_string(command.kind));
      if (!command.name.empty()) text += " " + command.name;
      if (command.words) text += " = " + (is_private_ ? kPrivate : cut(*command.words));
      text += ", by " + std::string(to_string(command.source));
      text += judged.is_applied ? ": carried out" : ": refused";
      text.append(" (").append(judged.rule).append(")");
      if (!judged.reason.empty()) text += ", " + judged.reason;
      told.push_back(std::move(text));
    }
    return told;
  }

  // The frame that spoke: the newest of that flow at the end of the turn, or just before it ended.
  const dialogs::Flow* find_flow(const std::string& name) {
    dialogs::State state = before_;
    const auto program = replay_.program();
    const dialogs::Flow* found = nullptr;
    const auto look = [&] {
      for (const auto& frame : state.frames) {
        const auto* version = program->find_version(frame.flow, frame.hash);
        if (frame.flow != name || version == nullptr) continue;
        frame_ = frame;
        found = version;
      }
    };
    for (const auto& change : replayed_.changes) {
      const auto* end = std::get_if<dialogs::EndFrame>(&change);
      const auto* frame = end == nullptr ? nullptr : state.find_frame(end->run);
      if (frame != nullptr && frame->flow == name) {
        look();
        return found;
      }
      dialogs::apply_change(state, change);
    }
    look();
    return found;
  }

  void add_way(const dialogs::Flow& flow) {
    const auto& formatter = replay_.formatter();
    const std::string today = formatter.local_date(found_.row->at);
    const dialogs::Context context{found_.row->at,           today,
                                   replay_.world().locale,   formatter,
                                   replay_.world().customer, replay_.policy().figures()};
    line("flow", flow.name + "@" + flow.hash.substr(0, 12) + ", run " + std::to_string(frame_.run));
    for (const auto& passed : dialogs::explain_way(flow, frame_, context)) {
      const auto& where = flow.steps[passed.step].where;
      line("", passed.path + ": " + passed.what + "  " + place(where));
    }
  }

  void add_flow_text(const dialogs::Flow& flow, const std::string& id) {
    const auto index = flow.find_step(id);
    if (index == dialogs::kNoStep)
      return add_shared_text(std::string(found_.frame.text_at("step")));
    const auto& step = flow.steps[index];
    const dialogs::Text* text = nullptr;
    if (const auto* ask = step.as<dialogs::AskStep>()) text = &ask->question.text;
    if (const auto* say = step.as<dialogs::SayStep>()) text = &say->text;
    if (const auto* review = step.as<dialogs::ReviewStep>()) text = &review->text;
    if (const auto* handover = step.as<dialogs::HandoverStep>()) text = &handover->say;
    line("step", flow.name + "." + id + "  " + place(step.where));
    if (text == nullptr || text->empty()) return;
    line("text", text->key + "  " + place(text->in(replay_.world().locale).where));
  }

  void add_shared_text(const std::string& key) {
    if (const auto& pending = before_.pending) line("was asking", pending->path);
    const auto* text = replay_.program()->texts.find(key);
    if (text == nullptr || text->empty()) return line("text", key);
    line("text", key + "  " + place(text->in(replay_.world().locale).where));
  }

  const Found& found_;
  Replay& replay_;
  const dialogs::State& before_;
  const ReplayedTurn& replayed_;
  const bool is_private_;  // the customer's words answered a sensitive question
  dialogs::Frame frame_;
  std::string out_;
};

}  // namespace

base::Result<std::string> why(const JournaledConversation& conversation, const FindProfile& find,
                              std::string_view message) {
  const auto found = find_message(conversation, message);
  if (!found) {
    const auto last = conversation.turns.empty() ? 0 : conversation.turns.back().last_seq;
    return base::Error{base::Code::not_found, "not_found",
                       "the conversation has no message '" + std::string(message) +
                           "'; its messages are 1 to " + std::to_string(last),
                       "message"};
  }
  Replay replay(conversation.row, find);
  for (const auto& row : conversation.turns) {
    if (&row != found->row) {
      if (const auto run = replay.follow(row); !run) return run.error();
      continue;
    }
    const dialogs::State before = replay.state();
    const auto replayed = replay.run(row);
    if (!replayed) return replayed.error();
    if (replay.program() == nullptr) {
      return "message " + std::string(message) + " came before the dialog began\n";
    }
    return Chain(*found, replay, before, *replayed).text();
  }
  return base::Error{base::Code::not_found, "not_found", "the message is gone", "message"};
}

}  // namespace bot
