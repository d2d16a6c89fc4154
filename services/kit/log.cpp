// SPDX-License-Identifier: MIT
#include "services/kit/log.hpp"

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include "bus/base/error.hpp"
#include "bus/base/time.hpp"
#include "bus/base/wire.hpp"

namespace rapport::kit {
namespace {

/// One JSON object a line, whatever the message holds.
class JsonLines final : public spdlog::formatter {
public:
    explicit JsonLines(std::string service) : service_(std::move(service)) {}
    void format(const spdlog::details::log_msg& message, spdlog::memory_buf_t& out) override {
        const auto ms = std::chrono::duration_cast<Millis>(message.time.time_since_epoch());
        const auto level = spdlog::level::to_string_view(message.level);
        std::string text(message.payload.data(), message.payload.size());
        if (!clean_text(text)) text = "(a message that is not UTF-8)";
        std::string bytes;
        Writer writer(bytes);
        writer.map(4);
        writer.text("time");
        writer.text(to_text(Instant{ms.count()}));
        writer.text("level");
        writer.text({level.data(), level.size()});
        writer.text("service");
        writer.text(service_);
        writer.text("message");
        writer.text(text);
        const std::string line = to_json(bytes) + '\n';
        out.append(line.data(), line.data() + line.size());
    }
    std::unique_ptr<spdlog::formatter> clone() const override { return std::make_unique<JsonLines>(service_); }

private:
    std::string service_;
};

}  // namespace

void start_logging(const std::string& service, const std::string& level) {
    const auto wanted = spdlog::level::from_str(level);
    if (wanted == spdlog::level::off && level != "off")
        throw invalid("log_level", "must be one of trace, debug, info, warn, error, off");
    auto logger = spdlog::stderr_color_mt(service);
    if (isatty(STDERR_FILENO)) logger->set_pattern("%H:%M:%S.%e %^%-5l%$ " + service + " %v");
    else logger->set_formatter(std::make_unique<JsonLines>(service));
    logger->set_level(wanted);
    logger->flush_on(spdlog::level::trace);
    spdlog::set_default_logger(logger);
}

}  // namespace rapport::kit
