// SPDX-License-Identifier: MIT
#include "services/kit/service/service.hpp"
#include "services/notifier/desk.hpp"

namespace rapport::notifier {
namespace {

class Notifier final : public kit::Component {
public:
    explicit Notifier(const kit::Environment& environment)
        : settings_(checked(environment.sources.read<Settings>())),
          channels_(settings_, environment.state),
          desk_(channels_, settings_) {}
    kit::Definition definition() override { return desk_.definition(); }

private:
    static Settings checked(Settings settings) {
        check_deadlines(settings);
        return settings;
    }

    Settings settings_;
    Channels channels_;
    Desk desk_;
};

}  // namespace
}  // namespace rapport::notifier

int main(int argc, char** argv) {
    using namespace rapport;
    return kit::service_main(argc, argv, "notifier", &shape_of<notifier::Settings>(),
                             [](const auto& environment) { return std::make_unique<notifier::Notifier>(environment); });
}
