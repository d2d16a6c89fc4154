// SPDX-License-Identifier: MIT
#include "services/cli/keys/verb.hpp"

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "services/cli/keys/commands.hpp"
#include "services/cli/state_dir.hpp"
#include "services/cli/target.hpp"

namespace rapport::cli::keys {
namespace {

struct Where {
    TargetFlags target;
    std::string keys;
    bus::KeyFolder folder() const {
        return bus::KeyFolder(keys.empty() ? StateDir(target_of(target).state).keys() : std::filesystem::path(keys));
    }
};

struct Options {
    Where where;
    Add add;
    Profile profile = Profile::none;
    std::string public_key, kind, grace = "1d", output = "table";
};
using Shared = std::shared_ptr<Options>;

CLI::App* add_command(CLI::App& verb, const std::string& name, const std::string& does, const Shared& options) {
    auto* command = verb.add_subcommand(name, does);
    add_state_option(*command, options->where.target);
    command->add_option("--keys", options->where.keys, "The folder of keys; STATE/keys, if not given")
        ->type_name("DIR")
        ->excludes("--state");
    return command;
}

void add_name(CLI::App& command, const Shared& options) {
    command.add_option("NAME", options->add.name, "Whose: lower-case letters, digits, - and _")->required();
}

void run_on(CLI::App& command, Action& action, std::function<void()> task) {
    command.callback([&action, task = std::move(task)] {
        action = [task] {
            task();
            return static_cast<int>(Exit::ok);
        };
    });
}

void add_profiles(CLI::App& command, const Shared& options) {
    const auto flag = [&](const char* name, Profile profile, const char* help) {
        return command.add_flag_callback(
            name, [options, profile] { options->profile = profile; }, help);
    };
    auto* const service =
        flag("--service", Profile::service, "Is the service NAME: serves and tells, hears everything");
    auto* const gateway = flag("--gateway", Profile::gateway, "Is the gateway: asks everything, for anybody");
    auto* const op = flag("--operator", Profile::op, "Asks, hears and taps everything, as an administrator");
    auto* const observer = flag("--observer", Profile::observer, "Hears everything and sees who is there");
    for (auto* const one : {service, gateway, op, observer})
        for (auto* const other : {service, gateway, op, observer})
            if (one != other) one->excludes(other);
}

void add_grants(CLI::App& command, const Shared& options) {
    auto& grants = options->add.grants;
    const auto list = [&](const char* name, std::vector<std::string>& values, const char* type, const char* help) {
        command.add_option(name, values, help)->type_name(type)->expected(1)->take_all()->allow_extra_args(false);
    };
    list("--call", grants.call, "PATTERN", "May ask service.method; * stands for any text; may be repeated");
    list("--serve", grants.serve, "PATTERN", "May be that service");
    list("--publish", grants.publish, "PATTERN", "May tell events of that source");
    list("--subscribe", grants.subscribe, "PATTERN", "May hear events of that type");
    list("--role", grants.roles, "ROLE", "Has that role in services");
    command.add_option("--kind", options->kind, "program, person or service")
        ->check(CLI::IsMember({"program", "person", "service"}))
        ->type_name("KIND");
    command.add_flag("--tap", grants.tap, "May see requests and answers of others");
    command.add_flag("--see-personal", grants.see_personal, "May see personal fields in them");
    command.add_flag("--act-for-others", grants.act_for_others, "May say for whom it asks");
    command.footer(
        "What is given one by one comes beside what --service, --gateway, --operator or --observer brings.\n"
        "A bus that runs lets it in at once. STATE/keys/grants.toml holds it all, and may be edited.");
}

void join(std::vector<std::string>& to, const std::vector<std::string>& more) {
    to.insert(to.end(), more.begin(), more.end());
}

/// The profile's, and beside them what was given one by one.
bus::KeyEntry all_grants(const Options& options) {
    auto grants = grants_for(options.profile, options.add.name);
    const auto& given = options.add.grants;
    join(grants.call, given.call);
    join(grants.serve, given.serve);
    join(grants.publish, given.publish);
    join(grants.subscribe, given.subscribe);
    join(grants.roles, given.roles);
    grants.tap |= given.tap;
    grants.see_personal |= given.see_personal;
    grants.act_for_others |= given.act_for_others;
    for (const auto kind : {bus::KeyKind::program, bus::KeyKind::person, bus::KeyKind::service})
        if (name_of(kind) == options.kind) grants.kind = kind;
    return grants;
}

void add_add(CLI::App& verb, Action& action) {
    const auto options = std::make_shared<Options>();
    auto* command = add_command(verb, "add", "Lets somebody in, with the grants given.", options);
    add_name(*command, options);
    add_profiles(*command, options);
    add_grants(*command, options);
    auto* const file = command->add_option("--out", options->add.file, "Where its key goes; NAME.key beside the others")
                           ->type_name("FILE");
    command->add_option("--public", options->public_key, "Its public key, if it has made a pair and keeps the secret")
        ->type_name("Z85")
        ->excludes(file);
    run_on(*command, action, [options] {
        Add what = options->add;
        what.grants = all_grants(*options);
        if (!options->public_key.empty()) what.public_key = options->public_key;
        add(options->where.folder(), std::move(what), std::cout);
    });
}

void add_rotate(CLI::App& verb, Action& action) {
    const auto options = std::make_shared<Options>();
    auto* command = add_command(verb, "rotate", "Gives NAME a new key; `bus` is the bus's own.", options);
    add_name(*command, options);
    command->add_option("--grace", options->grace, "How long the old one is still let in: 0, 90s, 30m, 12h, 7d")
        ->check([](const std::string& text) {
            return duration_from(text) ? std::string() : "a time such as 0, 90s, 30m, 12h or 7d";
        })
        ->type_name("TIME")
        ->capture_default_str();
    run_on(*command, action, [options] {
        rotate(options->where.folder(), options->add.name, *duration_from(options->grace), SystemClock().now(),
               std::cout);
    });
}

}  // namespace

void add_verb(CLI::App& app, Action& action) {
    auto* verb = app.add_subcommand("keys", "Says who may come to the bus over TCP, and what each may do.");
    verb->require_subcommand(1);

    const auto of_init = std::make_shared<Options>();
    auto* init_command = add_command(*verb, "init", "Makes the folder of keys and the bus's own.", of_init);
    run_on(*init_command, action, [of_init] { init(of_init->where.folder(), std::cout); });

    add_add(*verb, action);

    const auto of_list = std::make_shared<Options>();
    auto* list_command = add_command(*verb, "list", "Lists who may do what.", of_list);
    list_command->add_option("-o,--output", of_list->output, "table or json")
        ->check(CLI::IsMember({"table", "json"}))
        ->type_name("HOW")
        ->capture_default_str();
    run_on(*list_command, action, [of_list] { list(of_list->where.folder(), of_list->output == "json", std::cout); });

    const auto of_revoke = std::make_shared<Options>();
    auto* revoke_command = add_command(*verb, "revoke", "Lets nobody in with that key any more, at once.", of_revoke);
    add_name(*revoke_command, of_revoke);
    run_on(*revoke_command, action, [of_revoke] { revoke(of_revoke->where.folder(), of_revoke->add.name, std::cout); });

    add_rotate(*verb, action);
}

}  // namespace rapport::cli::keys
