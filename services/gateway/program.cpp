// SPDX-License-Identifier: MIT
#include "services/gateway/program.hpp"

#include <signal.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <filesystem>
#include <iomanip>
#include <iostream>
#include <thread>

#include "bus/base/open_files.hpp"
#include "services/gateway/accounts/desk.hpp"
#include "services/gateway/accounts/first_start.hpp"
#include "services/gateway/accounts/organisation_check.hpp"
#include "services/gateway/accounts/sign_in.hpp"
#include "services/gateway/gateway.hpp"
#include "services/gateway/settings.hpp"
#include "services/kit/language/language.hpp"
#include "services/kit/log.hpp"
#include "services/kit/service/placement.hpp"
#include "services/kit/service/private_state.hpp"

namespace rapport::gateway {
namespace {

/// Ends a service's thread with the scope that began it.
class Running {
public:
    explicit Running(kit::Service& service) : service_(service), thread_([&service] { service.run(); }) {}
    ~Running() {
        service_.stop();
        thread_.join();
    }

private:
    kit::Service& service_;
    std::thread thread_;
};

void print_usage() {
    std::cout << "rapport-gateway: HTTP and JSON for the services on a bus.\n\n"
                 "Settings, each also in STATE/config/gateway.toml and as RAPPORT_GATEWAY_<KEY>:\n";
    for (const Shape* shape : {&shape_of<kit::ProcessSettings>(), &shape_of<Settings>()}) {
        for (const FieldShape& field : shape->fields()) {
            std::string flag(field.name);
            std::ranges::replace(flag, '_', '-');
            std::cout << "  --" << std::left << std::setw(15) << flag << ' ' << field.doc << '\n';
        }
    }
}

/// Blocked before any thread starts, so that all of them leave these to the one that waits for them.
sigset_t block_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    signal(SIGPIPE, SIG_IGN);
    return signals;
}

/// So many that stores, the bus and what else is opened find descriptors left.
std::size_t connections_within(std::size_t open_files, std::int32_t wanted) {
    const std::size_t reserve = std::min<std::size_t>(128, open_files / 2);
    const auto most = std::min<std::size_t>(static_cast<std::size_t>(wanted), open_files - reserve);
    spdlog::info("{} connections over HTTP at a time, of {} open files", most, open_files);
    return most;
}

/// invalid_argument for what is no role of people.
std::vector<kit::Role> roles_with_second_factor(const std::vector<std::string>& names) {
    std::vector<kit::Role> roles;
    for (const std::string& name : names) {
        const auto all = names_of(kit::Role{});
        const auto found = std::ranges::find(all, name);
        const auto role = static_cast<kit::Role>(found - all.begin());
        if (found == all.end() || role == kit::Role::respondent || role == kit::Role::service)
            throw invalid("second_factor", "must be of admin, manager, agent, account_manager and auditor");
        roles.push_back(role);
    }
    return roles;
}

/// Without TLS the cookie would go over the network for everybody to read: only on this machine alone nobody can.
accounts::SessionRules session_rules(const Settings& settings, const HttpAddress& address) {
    const bool this_machine = address.host.starts_with("127.") || address.host == "::1";
    return {.secure = settings.secure_cookie.value_or(!this_machine),
            .longest = std::chrono::hours(settings.session_hours),
            .idle = std::chrono::minutes(settings.session_idle_minutes),
            .second_factor = roles_with_second_factor(settings.second_factor)};
}

/// The workplace, as its build left it. invalid_argument for a folder that is named and holds none.
WebFiles web_files(const Settings& settings) {
    namespace fs = std::filesystem;
    const fs::path installed =
        fs::read_symlink("/proc/self/exe").parent_path().parent_path() / "share" / "rapport" / "web";
    if (!settings.web && !fs::is_directory(installed)) return {};
    return WebFiles::read(settings.web ? fs::path(*settings.web) : installed);
}

/// What the settings say of the organisation. invalid_argument, with the setting's name, for what it cannot be.
kit::Part<accounts::api::Organisation> organisation_in(const Settings& settings) {
    auto said = settings.organisation.value_or(kit::Part<accounts::api::Organisation>{});
    accounts::api::Organisation whole;
    apply_patch(whole, said);
    try {
        accounts::checked(whole);
        if (whole.calendar != kit::office_hours_id)
            throw invalid("calendar", "is chosen with PATCH /api/v1/organisation, once it is there");
    } catch (const Error& error) {
        throw Error(error.code(), "organisation." + error.message());
    }
    return said;
}

/// The pages for people outside are in the first of its languages that they are written in.
feedback::Locale locale_of(const accounts::api::Organisation& organisation) {
    feedback::Locale locale{.time_zone = organisation.time_zone};
    for (const std::string& tag : organisation.languages)
        if (const auto ours = kit::language_of(tag)) {
            locale.language = *ours;
            break;
        }
    return locale;
}

void warn_of_overruled(const std::vector<std::string>& fields) {
    if (fields.empty()) return;
    std::string names;
    for (const std::string& field : fields) names += (names.empty() ? "" : ", ") + field;
    spdlog::warn(
        "of the organisation the settings say otherwise than its record, which counts: {}. Take [organisation] "
        "out of the settings, or change the record with PATCH /api/v1/organisation",
        names);
}

}  // namespace

int run_program(const std::vector<std::string>& flags) {
    if (!flags.empty() && (flags[0] == "--help" || flags[0] == "-h")) return print_usage(), 0;
    kit::keep_files_private();
    const auto variables = kit::ConfigSources::process_environment();
    const auto file = kit::settings_file("gateway", kit::state_folder("gateway", flags, variables), variables);
    kit::ConfigSources sources("gateway", file, flags, variables);
    sources.leave_to_others(shape_of<Settings>());
    const auto process = sources.read<kit::ProcessSettings>();
    const std::string& state = process.state;
    sources.leave_to_others(shape_of<kit::ProcessSettings>());
    const auto settings = sources.read<Settings>();
    auto organisation = organisation_in(settings);  // before anything starts: or it says what is wrong
    auto web = web_files(settings);
    kit::start_logging("gateway", process.log_level);
    spdlog::info("settings {} {}", kit::masked(shape_of<kit::ProcessSettings>(), &process),
                 kit::masked(shape_of<Settings>(), &settings));
    const std::string store = process.store.value_or("sqlite:" + state + "/accounts.db");
    kit::require_private(state);
    kit::tighten_store(store);
    for (const char* kept : {"/accounts.key", "/admin.token"}) kit::tighten(state + kept);
    const sigset_t signals = block_signals();

    const std::size_t connections = connections_within(allow_many_open_files(), settings.connections);
    const SystemClock clock;
    const HttpAddress address = HttpAddress::of(settings.http);
    accounts::Directory directory(accounts::KeyedHash::from_file(state + "/accounts.key"), clock,
                                  session_rules(settings, address));
    accounts::Desk desk(directory, std::move(organisation));
    kit::Engine engine(desk.definition(), store, clock);
    const auto reader = engine.open_reader();
    desk.load(*reader);
    warn_of_overruled(desk.overruled_settings(*reader));
    accounts::ensure_administrator(engine, directory, state + "/admin.token", settings.admin_token_days);

    const auto spans = std::make_shared<kit::SpanLog>();
    kit::Service service(engine, process.address(), static_cast<std::uint32_t>(process.credit), spans);
    const Running running(service);
    accounts::SignIn sign_in(process.address(), directory, clock,
                             {.initial_password = std::chrono::days(settings.initial_password_days)});
    GatewayOptions options{.bus = process.address(),
                           .http = address,
                           .expected = settings.expect,
                           .timeout = std::chrono::milliseconds(settings.timeout_ms),
                           .outside_per_minute = settings.outside_per_minute,
                           .proxies = settings.proxies,
                           .connections = connections,
                           .over_tls = settings.secure_cookie.value_or(false),
                           .web = std::move(web),
                           .locale = [&directory] { return locale_of(*directory.organisation()); },
                           .spans = spans};
    options.expected.emplace_back("accounts");
    const Gateway gateway(std::move(options), std::shared_ptr<const Authenticator>(&directory, [](const auto*) {}),
                          sign_in.mounts());
    std::cout << "listening on http://" << gateway.address().text() << std::endl;
    int signal = 0;
    sigwait(&signals, &signal);
    spdlog::info("stopping");
    return 0;
}

}  // namespace rapport::gateway
