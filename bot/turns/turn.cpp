#include "bot/turns/turn.hpp"

#include <utility>

#include "base/check.hpp"
#include "bot/turns/pressed_text.hpp"

namespace bot {
namespace {

// Bytes of the customer's message and one answer with a few buttons.
constexpr std::size_t kUsualOutput = 1024;

}  // namespace

void Turn::say(MessageFrame frame) {
  if (frame.from != From::customer) recording.give(next_seq - first_seq);
  add(frame);
}

void Turn::say_reply(MessageFrame frame) {
  add(frame);
}

void Turn::add(MessageFrame frame) {
  ENSURE(conversation != nullptr, "a message needs a conversation");
  frame.seq = next_seq++;
  frame.time = now;
  const std::string id = "m" + std::to_string(frame.seq);
  // The customer's own message keeps the client's id, so that the client knows it again.
  if (frame.id.empty()) frame.id = id;
  if (!output.empty()) output += '\n';
  write_message(output, frame);
  remember_offer(*conversation, frame);
}

void Turn::say_told() {
  for (const Told& one : std::exchange(told, {})) {
    MessageFrame frame;
    frame.text = one.text;
    frame.step = one.step;
    frame.attachments = one.attachments;
    frame.buttons = one.buttons;
    frame.reply_to = client_id;
    say(frame);
  }
}

Turn begin_turn(Conversation* conversation, base::Instant now) {
  Turn turn;
  turn.conversation = conversation;
  turn.now = now;
  if (conversation != nullptr) {
    turn.first_seq = turn.next_seq = conversation->last_seq + 1;
    turn.output.reserve(kUsualOutput);
    conversation->last_used = now;
  }
  return turn;
}

}  // namespace bot
