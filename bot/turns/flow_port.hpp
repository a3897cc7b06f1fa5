// The edge between flows and the shop: what carries out the look-ups and actions of
// config/contracts.yaml. The server's is DialogPort; scenarios put themselves in front of it. Loop
// thread only.
#pragma once

#include "bot/turns/turn.hpp"
#include "dialogs/event.hpp"
#include "dialogs/request.hpp"

namespace bot {

class FlowPort {
 public:
  virtual ~FlowPort() = default;
  // Reads, never changes anything. `failed` when the other side does not answer.
  virtual dialogs::LookupResult look_up(const Turn& turn,
                                        const dialogs::LookupRequest& request) = 0;
  // Does it once for each key; adds what must become durable with it to the turn.
  virtual dialogs::ActionResult act(Turn& turn, const dialogs::ActionRequest& request) = 0;
};

}  // namespace bot
