// SPDX-License-Identifier: MIT
#include "services/registry/desk.hpp"

int main(int argc, char** argv) {
    using namespace rapport;
    return kit::service_main(argc, argv, "registry", nullptr,
                             [](const kit::Environment&) { return std::make_unique<registry::Desk>(); });
}
