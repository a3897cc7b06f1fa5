#include "bot/http/read_trail.hpp"

namespace bot {

void reply_once_traced(const ApiParts& parts, const Reading& reading, HttpResponse response,
                       const HttpReply& reply) {
  if (auto admitted = parts.processor.admit(nullptr); !admitted) {
    return reply(error_response(admitted.error()));
  }
  Turn turn = parts.processor.begin(nullptr);
  turn.commit->audit.push_back(
      {turn.now, reading.who, reading.action, reading.subject, reading.detail});
  // A std::function is copied; the answer is not.
  auto held = std::make_shared<HttpResponse>(std::move(response));
  turn.after = [held, reply](const base::Result<void>& stored) {
    reply(stored ? std::move(*held) : error_response(stored.error()));
  };
  parts.processor.submit(std::move(turn));
}

}  // namespace bot
