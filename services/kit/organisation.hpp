// SPDX-License-Identifier: MIT
#pragma once
#include <functional>

#include "services/kit/calendar/office_hours.hpp"
#include "services/kit/routes.hpp"

/// The organisation that we all work for: accounts owns it (`GET /organisation`), and every service may know it.
namespace rapport::kit {

/// From whom mail comes.
struct MailSender {
    std::string address;
    std::optional<std::string> name;

    friend bool operator==(const MailSender&, const MailSender&) = default;
    static constexpr auto fields =
        describe(Field{"address", &MailSender::address, "the address that letters come from", email_address},
                 Field{"name", &MailSender::name, "the name beside it", length(1, 200)});
};

/// What a service has to know of the organisation. These defaults hold until it has heard of one.
struct Organisation {
    Uuid id;
    std::int64_t version = 0;
    std::optional<std::string> name, public_url;
    std::string time_zone = "UTC";
    std::vector<std::string> languages = {"en"};
    std::optional<MailSender> mail_sender;
    CalendarId calendar = office_hours_id;

    /// The language of those whose own is not known.
    std::string language() const { return languages.empty() ? "en" : languages.front(); }
    /// Whether a service has heard of it.
    bool known() const { return version > 0; }

    static constexpr auto fields = describe(
        identity(&Organisation::id, &Organisation::version), Field{"name", &Organisation::name, "what it is called"},
        Field{"public_url", &Organisation::public_url, "where people reach the gateway, no slash at its end"},
        Field{"time_zone", &Organisation::time_zone, "in which its days begin"},
        Field{"languages", &Organisation::languages, "the first is the default"},
        Field{"mail_sender", &Organisation::mail_sender, "from whom mail comes"},
        Field{"calendar", &Organisation::calendar, "the business calendar that counts where none is named"});
};

/// What is known of it here. For services whose definition has organisation_routes().
Organisation organisation(const View& view);

/// Follows accounts for that: a projection in `kit_organisation`. `on_change` is called with what came to be known.
Routes organisation_routes(std::function<void(Unit&, const Organisation&)> on_change = {});

}  // namespace rapport::kit
