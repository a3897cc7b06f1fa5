#include <iostream>

#include "bot/cli/commands.hpp"
#include "bot/environment.hpp"
#include "bot/net/asio_loop.hpp"
#include "bot/net/server.hpp"
#include "bot/profile.hpp"
#include "bot/shop/demo_shop_api.hpp"

namespace bot {
namespace {

class DemoShopServer final : public HttpHandler {
 public:
  DemoShopServer(const DemoShop& shop, std::string key) : shop_(shop), key_(std::move(key)) {}

  void serve(HttpRequest& request, HttpReply reply) override {
    const auto answer =
        answer_as_shop(shop_, key_, request.header("Authorization").value_or(""),
                       {std::string(request.method), std::string(request.path), request.body});
    reply(text_response(answer.status, "application/json", answer.body));
  }

 private:
  const DemoShop& shop_;
  const std::string key_;
};

}  // namespace

int demo_shop_command(const DemoShopOptions& options) {
  const std::string file = options.profile + "/demo/shop.yaml";
  const auto text = read_file(file);
  base::Faults faults;
  if (!text) faults.error({file, 0, 0}, "there is no such file");
  const DemoShop shop(text.value_or(""), file, base::SystemClock(options.clock_offset).now(),
                      faults);
  if (faults.has_errors()) {
    std::cerr << faults.to_string();
    return 1;
  }
  AsioLoop loop;
  DemoShopServer handler(shop, environment_variable("BOOMERANG_SHOP_KEY").value_or(""));
  Server server(loop);
  const auto bound = server.listen(options.listen, handler);
  if (!bound) {
    std::cerr << "boomerang: " << bound.error().detail << "\n";
    return 1;
  }
  loop.on_signal([&loop](int) { loop.stop(); });
  std::cout << R"({"listen":")" << *bound << "\"}" << std::endl;
  loop.run();
  return 0;
}

}  // namespace bot
