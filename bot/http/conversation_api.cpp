#include "bot/http/conversation_api.hpp"

#include <optional>

#include "base/json.hpp"
#include "bot/access/authorize.hpp"

namespace bot {
namespace {

using Outcome = dialogs::HandoverEnded::Outcome;

std::optional<Outcome> outcome_named(std::string_view name) {
  if (name == "resolved") return Outcome::resolved;
  if (name == "continue") return Outcome::proceed;
  if (name == "take_over") return Outcome::take_over;
  return std::nullopt;
}

}  // namespace

void ConversationApi::serve(const HttpRequest& request, std::string_view rest,
                            const HttpReply& reply) {
  const auto who = parts_.keys.authenticate(request.header("Authorization").value_or(""));
  if (!who) return reply(error_response(who.error()));
  // The same right as deciding about cases; of the roles only support talks to customers.
  const auto allowed = authorize(*who, Operation::apply_case_event, kNoObject);
  if (!allowed) return reply(error_response(allowed.error()));
  if (who->role != Role::support) {
    return reply(error_response(
        {base::Code::forbidden, "forbidden", "only support talks to customers", ""}));
  }
  const auto uuid = take_segment(rest);
  if (uuid.empty() || rest != "/hand_back") return reply(error_response(not_found()));
  if (request.method != "POST") return reply(method_not_allowed("POST"));
  hand_back(uuid, request, reply);
}

void ConversationApi::hand_back(std::string_view uuid, const HttpRequest& request,
                                const HttpReply& reply) {
  const auto body = json_body(request);
  if (!body) return reply(error_response(body.error()));
  base::FieldReader fields(*body);
  const auto outcome = outcome_named(fields.text("outcome", 16));
  if (auto error = fields.finish()) return reply(error_response(*error));
  if (!outcome) {
    return reply(error_response({base::Code::invalid_argument, "bad_field",
                                 "the outcome is resolved, continue or take_over", "outcome"}));
  }
  const auto conversation = parts_.conversations.find(uuid);
  if (!conversation) return reply(error_response(conversation.error()));
  // Giving back what nobody has changes nothing: a repeat is harmless.
  if (!(*conversation)->state.is_mute()) return reply(json_response(200, R"({"owner":"bot"})"));
  const auto run = parts_.processor.run_event(
      **conversation, request.body, dialogs::HandoverEnded{*outcome}, [&](Turn& turn) {
        turn.commit->audit.push_back(
            {turn.now, "back_office", "handover.ended", std::string(uuid), request.body});
        turn.after = [reply](const base::Result<void>& stored) {
          reply(stored ? json_response(200, R"({"owner":"bot"})") : error_response(stored.error()));
        };
      });
  if (!run && run.error().name != "internal") reply(error_response(run.error()));
}

}  // namespace bot
