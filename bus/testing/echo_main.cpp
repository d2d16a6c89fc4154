// SPDX-License-Identifier: MIT
// bus-test-echo URL NAME: a service in a process of its own, to be killed by tests. `hold` is never answered, all else
// echoed.
#include "bus/testing/test_service.hpp"

int main(int argc, char** argv) {
    namespace bus = rapport::bus;
    if (argc != 3) return 2;
    bus::Loop loop;
    bus::Server* self = nullptr;
    bus::Server server(loop, argv[1], {.service = argv[2]}, [&](const bus::Request& request) {
        if (request.method != "hold") bus::testing::echo(*self, request);
    });
    self = &server;
    loop.run();
}
