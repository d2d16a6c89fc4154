// SPDX-License-Identifier: MIT
// bus-test-echo URL NAME: a service in a process of its own, to be killed by tests. `hold` is never answered, all else
// echoed.
#include "bus/testing/test_service.hpp"

int main(int argc, char** argv) {
    using namespace rapport::bus;
    if (argc != 3) return 2;
    Loop loop;
    Server* self = nullptr;
    Server server(loop, argv[1], {.service = argv[2]}, [&](Request request) {
        if (request.method != "hold") testing::echo(*self, std::move(request));
    });
    self = &server;
    loop.run();
}
