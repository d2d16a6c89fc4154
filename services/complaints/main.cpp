// SPDX-License-Identifier: MIT
#include "services/complaints/desk.hpp"

int main(int argc, char** argv) {
    using namespace rapport;
    return kit::service_main(
        argc, argv, "complaints", &shape_of<complaints::Settings>(), [](const kit::Environment& environment) {
            return std::make_unique<complaints::Desk>(environment.sources.read<complaints::Settings>());
        });
}
