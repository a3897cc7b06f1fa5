// How the connector asks a shop: one request, one answer, without blocking the loop. The server's
// is curl_fetch; tests bring their own.
#pragma once

#include <functional>
#include <string>

#include "base/error.hpp"
#include "bot/settings.hpp"

namespace bot {

struct ShopRequest {
  std::string method = "GET";
  std::string path;  // below the shop's URL, "/v1/shop"
  std::string body;  // JSON; empty for GET
};

struct ShopReply {
  int status = 0;
  std::string body;  // at most kMaxShopAnswer bytes
};

using ShopDone = std::function<void(base::Result<ShopReply>)>;
// Calls back once, on the loop, within the shop's timeout. Errors: `shop_unavailable` (no
// connection, no answer in time, too large an answer, or too much is being asked already).
using ShopFetch = std::function<void(ShopRequest request, ShopDone done)>;

// Runs `job` where it may block, then `done` on the loop. Error: `busy`.
using RunShopJob =
    std::function<base::Result<void>(std::function<void()> job, std::function<void()> done)>;

// Over HTTP or HTTPS, on the job pool.
ShopFetch curl_fetch(ShopAccess access, RunShopJob run_job);

// The same at once, for the command line. Blocks up to the timeout. Any thread.
base::Result<ShopReply> ask_shop_now(const ShopAccess& access, const ShopRequest& request);

}  // namespace bot
