// SPDX-License-Identifier: MIT
#include "bus/testing/test_service.hpp"

namespace rapport::bus::testing {

TestService::TestService(const Address& url, ServerOptions options, Handler handler)
    : thread_([this, url, options = std::move(options), handler = std::move(handler)] {
          server_ = std::make_unique<Server>(loop_, url, options,
                                             [&](Request request) { handler(*server_, std::move(request)); });
          loop_.run();
          server_.reset();
      }) {}

void TestService::post(std::function<void(Server&)> task) {
    loop_.post([this, task = std::move(task)] { task(*server_); });
}

}  // namespace rapport::bus::testing
