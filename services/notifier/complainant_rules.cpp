// SPDX-License-Identifier: MIT
#include "services/notifier/rule.hpp"

namespace rapport::notifier {
namespace {

/// A letter's own words in one language. `page` says what the page of whoever filed it is good for now.
struct Words {
    const char *subject, *text, *page;
};

/// Whether whoever has the link to it can write to us: anything but a complaint they can only read.
bool replied_to(const std::string& filed) { return filed == "complaint"; }

/// The address of the page of what was filed, such as `complaint`, where letters carry links.
std::string with_link(const std::string& filed, const std::string& before, const std::string& after) {
    const std::string link = filed + ".link";
    return "{{#" + link + "}}\n\n" + before + "\n{{" + link + "}}\n" + after + "{{/" + link + "}}\n\n";
}

Template in_english(const Words& words, const std::string& filed) {
    return {"en", words.subject,
            std::string("Dear {{recipient.name}},\n\n") + words.text +
                with_link(filed, words.page,
                          replied_to(filed)
                              ? "Please do not pass this address on: whoever has it can reply in your name."
                              : "Please do not pass this address on: whoever has it can read what you wrote.") +
                "Kind regards{{#organisation}}\n{{organisation}}{{/organisation}}\n"};
}

Template in_chinese(const Words& words, const std::string& filed) {
    return {"zh", words.subject,
            std::string("尊敬的{{recipient.name}}：\n\n您好！") + words.text +
                with_link(filed, words.page,
                          replied_to(filed) ? "请勿将此链接转发给他人：任何人打开它，都可以以您的名义回复。"
                                            : "请勿将此链接转发给他人：任何人打开它，都可以查看您所写的内容。") +
                "此致\n敬礼{{#organisation}}\n\n{{organisation}}{{/organisation}}\n"};
}

Template in_german(const Words& words, const std::string& filed) {
    return {"de", words.subject,
            std::string("Guten Tag {{recipient.name}},\n\n") + words.text +
                with_link(
                    filed, words.page,
                    replied_to(filed)
                        ? "Bitte geben Sie diese Adresse nicht weiter: Wer sie kennt, kann in Ihrem Namen antworten."
                        : "Bitte geben Sie diese Adresse nicht weiter: Wer sie kennt, kann lesen, was Sie geschrieben "
                          "haben.") +
                "Mit freundlichen Grüßen{{#organisation}}\n{{organisation}}{{/organisation}}\n"};
}

Rule to_complainant(const char* shipped, const char* name, const char* event, const Words& en, const Words& zh,
                    const Words& de, const std::string& filed = "complaint") {
    return {.name = name,
            .event = event,
            .recipients = {Recipient::complainant},
            .templates = {in_english(en, filed), in_chinese(zh, filed), in_german(de, filed)},
            .shipped = shipped};
}

/// Of what comes as a complaint.
Rule receipt() {
    Rule rule = to_complainant(
        "receipt", "Acknowledge receipt of a complaint", "complaints.opened",
        {"We have received your complaint {{complaint.number}}",
         "Thank you for telling us. We have received your complaint \"{{complaint.subject}}\". Its number is "
         "{{complaint.number}}; please quote it when you write or call.\n\n"
         "We will look into it and write to you again.",
         "On your own page you can see how far we are, and write to us:"},
        {"我们已收到您的投诉（编号 {{complaint.number}}）",
         "感谢您向我们反映问题。您的投诉“{{complaint.subject}}”我们已经收到，编号为 "
         "{{complaint.number}}。来信或来电时，请告知此编号。\n\n"
         "我们会认真核实，并尽快给您答复。",
         "您可以在您的专属页面查看处理进度，并给我们留言："},
        {"Ihre Beschwerde {{complaint.number}} ist eingegangen",
         "vielen Dank für Ihre Nachricht. Ihre Beschwerde „{{complaint.subject}}“ ist bei uns eingegangen. Sie hat die "
         "Nummer {{complaint.number}}; bitte nennen Sie diese, wenn Sie uns schreiben oder anrufen.\n\n"
         "Wir gehen der Sache nach und melden uns wieder bei Ihnen.",
         "Auf Ihrer persönlichen Seite sehen Sie den Stand und können uns schreiben:"});
    rule.where = "not data.complaint.was_question = true";
    return rule;
}

/// Of what somebody asked, and did not call a complaint.
Rule question_taken_up() {
    Rule rule = to_complainant(
        "question_taken_up", "Tell whoever asked that we treat the question as a complaint", "complaints.opened",
        {"Your question {{complaint.number}}: we treat it as a complaint",
         "You asked us: \"{{complaint.subject}}\". We treat this as a complaint, so that we look into what is behind "
         "it. Its number is still {{complaint.number}}; please quote it when you write or call.\n\n"
         "We will write to you again.",
         "On your own page you can see how far we are, and write to us:"},
        {"关于您的咨询 {{complaint.number}}：我们已转为投诉处理",
         "您此前向我们咨询“{{complaint.subject}}”。为查清背后的原因，我们已将其转为投诉处理，编号仍为 "
         "{{complaint.number}}。来信或来电时，请告知此编号。\n\n"
         "我们会认真核实，并尽快给您答复。",
         "您可以在您的专属页面查看处理进度，并给我们留言："},
        {"Ihre Frage {{complaint.number}}: wir behandeln sie als Beschwerde",
         "Sie haben uns gefragt: „{{complaint.subject}}“. Wir behandeln das als Beschwerde, um der Ursache "
         "nachzugehen. Die Nummer bleibt {{complaint.number}}; bitte nennen Sie diese, wenn Sie uns schreiben oder "
         "anrufen.\n\n"
         "Wir melden uns wieder bei Ihnen.",
         "Auf Ihrer persönlichen Seite sehen Sie den Stand und können uns schreiben:"});
    rule.where = "data.complaint.was_question = true";
    return rule;
}

Rule offer() {
    return to_complainant(
        "offer", "Tell the complainant what is offered", "complaints.proposed",
        {"Your complaint {{complaint.number}}: what we offer",
         "We have looked into your complaint \"{{complaint.subject}}\". This is what we offer:\n\n"
         "{{complaint.resolution}}\n\n"
         "Please let us know by {{complaint.reply_by_local}} whether you agree. If we have not heard from you by then, "
         "we will close your complaint.",
         "On your own page you can agree, disagree, or write to us:"},
        {"关于您的投诉 {{complaint.number}}：我们的解决方案",
         "我们已对您的投诉“{{complaint.subject}}”进行了调查，现提出以下解决方案：\n\n"
         "{{complaint.resolution}}\n\n"
         "请您在{{complaint.reply_by_local}}之前告知我们是否同意。如届时未收到您的回复，我们将结束此投诉的处理。",
         "您可以在您的专属页面表示同意或不同意，也可以给我们留言："},
        {"Ihre Beschwerde {{complaint.number}}: unser Vorschlag",
         "wir haben Ihre Beschwerde „{{complaint.subject}}“ geprüft und schlagen Ihnen Folgendes vor:\n\n"
         "{{complaint.resolution}}\n\n"
         "Bitte teilen Sie uns bis {{complaint.reply_by_local}} mit, ob Sie einverstanden sind. Wenn wir bis dahin "
         "nichts von Ihnen hören, schließen wir die Beschwerde ab.",
         "Auf Ihrer persönlichen Seite können Sie zustimmen, ablehnen oder uns schreiben:"});
}

Rule reminder() {
    return to_complainant(
        "reminder", "Remind the complainant of what is offered", "complaints.reminded",
        {"Your complaint {{complaint.number}}: do you agree?",
         "We have not yet heard from you about what we offer for your complaint \"{{complaint.subject}}\":\n\n"
         "{{complaint.resolution}}\n\n"
         "Please let us know by {{complaint.reply_by_local}} whether you agree. If we have not heard from you by then, "
         "we will close your complaint.",
         "On your own page you can agree, disagree, or write to us:"},
        {"关于您的投诉 {{complaint.number}}：请确认是否同意解决方案",
         "针对您的投诉“{{complaint.subject}}”，我们此前提出了以下解决方案，至今尚未收到您的回复：\n\n"
         "{{complaint.resolution}}\n\n"
         "请您在{{complaint.reply_by_local}}之前告知我们是否同意。如届时未收到您的回复，我们将结束此投诉的处理。",
         "您可以在您的专属页面表示同意或不同意，也可以给我们留言："},
        {"Ihre Beschwerde {{complaint.number}}: sind Sie einverstanden?",
         "zu unserem Vorschlag für Ihre Beschwerde „{{complaint.subject}}“ haben wir noch keine Antwort von Ihnen:\n\n"
         "{{complaint.resolution}}\n\n"
         "Bitte teilen Sie uns bis {{complaint.reply_by_local}} mit, ob Sie einverstanden sind. Wenn wir bis dahin "
         "nichts von Ihnen hören, schließen wir die Beschwerde ab.",
         "Auf Ihrer persönlichen Seite können Sie zustimmen, ablehnen oder uns schreiben:"});
}

Rule note() {
    return to_complainant("note", "Tell the complainant what we wrote to them", "complaints.answered",
                          {"Your complaint {{complaint.number}}: a message from us",
                           "We have written to you about your complaint \"{{complaint.subject}}\":\n\n{{note.text}}",
                           "On your own page you can reply, and read everything that was written:"},
                          {"关于您的投诉 {{complaint.number}}：我们的留言",
                           "关于您的投诉“{{complaint.subject}}”，我们给您留言如下：\n\n{{note.text}}",
                           "您可以在您的专属页面回复，并查看全部往来内容："},
                          {"Ihre Beschwerde {{complaint.number}}: eine Nachricht von uns",
                           "zu Ihrer Beschwerde „{{complaint.subject}}“ möchten wir Ihnen Folgendes "
                           "mitteilen:\n\n{{note.text}}",
                           "Auf Ihrer persönlichen Seite können Sie antworten und alles Geschriebene nachlesen:"});
}

Rule rejection() {
    return to_complainant(
        "rejection", "Tell the complainant that we do not take the complaint up", "complaints.rejected",
        {"Your complaint {{complaint.number}}: our decision",
         "We have considered your complaint \"{{complaint.subject}}\" and cannot take it up. This is "
         "why:\n\n{{complaint.ended_because}}\n\n"
         "If you do not agree, you can turn to:\n\n{{complaint.recourse}}",
         "Your own page shows everything that was written:"},
        {"关于您的投诉 {{complaint.number}}：处理决定",
         "我们审核了您的投诉“{{complaint.subject}}”，很抱歉，我们无法受理。原因如下：\n\n"
         "{{complaint.ended_because}}\n\n"
         "如果您不同意这一决定，可以通过以下途径寻求帮助：\n\n{{complaint.recourse}}",
         "您可以在您的专属页面查看全部往来内容："},
        {"Ihre Beschwerde {{complaint.number}}: unsere Entscheidung",
         "wir haben Ihre Beschwerde „{{complaint.subject}}“ geprüft und können ihr leider nicht nachgehen. Der "
         "Grund:\n\n{{complaint.ended_because}}\n\n"
         "Wenn Sie damit nicht einverstanden sind, können Sie sich hierhin wenden:\n\n{{complaint.recourse}}",
         "Auf Ihrer persönlichen Seite können Sie alles Geschriebene nachlesen:"});
}

/// After the complainant agreed, or however else a complaint is closed than the two below.
Rule closing() {
    Rule rule = to_complainant(
        "closing", "Tell the complainant that the complaint is closed", "complaints.closed",
        {"Your complaint {{complaint.number}} is closed",
         "We have closed your complaint \"{{complaint.subject}}\".{{#complaint.resolution}} This is what you agreed "
         "to:\n\n{{complaint.resolution}}{{/complaint.resolution}}\n\n"
         "If the problem is not solved, please tell us.",
         "On your own page you can write to us, and say how satisfied you are with how we handled your complaint:"},
        {"您的投诉 {{complaint.number}} 已处理完毕",
         "您的投诉“{{complaint.subject}}”已处理完毕。{{#complaint.resolution}}您同意的解决方案如下：\n\n"
         "{{complaint.resolution}}{{/complaint.resolution}}\n\n"
         "如果问题仍未解决，请告诉我们。",
         "您可以在您的专属页面给我们留言，并评价我们的处理情况："},
        {"Ihre Beschwerde {{complaint.number}} ist abgeschlossen",
         "wir haben Ihre Beschwerde „{{complaint.subject}}“ abgeschlossen.{{#complaint.resolution}} Damit waren Sie "
         "einverstanden:\n\n{{complaint.resolution}}{{/complaint.resolution}}\n\n"
         "Wenn das Problem nicht behoben ist, sagen Sie uns bitte Bescheid.",
         "Auf Ihrer persönlichen Seite können Sie uns schreiben und sagen, wie zufrieden Sie mit der Bearbeitung "
         "sind:"});
    rule.where = "not data.complaint.outcome in (no_reply, final_position)";
    return rule;
}

Rule closing_without_reply() {
    Rule rule = to_complainant(
        "closing_without_reply", "Tell the complainant that the complaint is closed since they did not reply",
        "complaints.closed",
        {"Your complaint {{complaint.number}} is closed",
         "We have not heard from you about what we offered for your complaint \"{{complaint.subject}}\", so we have "
         "closed it. This was our offer:\n\n{{complaint.resolution}}\n\n"
         "If you still want to answer, or the problem is not solved, please write to us: we will then go on with it.",
         "On your own page you can write to us, and say how satisfied you are with how we handled your complaint:"},
        {"您的投诉 {{complaint.number}} 已结束处理",
         "我们就您的投诉“{{complaint.subject}}”提出了解决方案，但未在规定时间内收到您的回复，因此已结束处理。"
         "我们的方案如下：\n\n{{complaint.resolution}}\n\n"
         "如果您仍希望答复，或者问题尚未解决，请给我们留言，我们会继续处理。",
         "您可以在您的专属页面给我们留言，并评价我们的处理情况："},
        {"Ihre Beschwerde {{complaint.number}} ist abgeschlossen",
         "zu unserem Vorschlag für Ihre Beschwerde „{{complaint.subject}}“ haben wir keine Antwort von Ihnen erhalten. "
         "Deshalb haben wir die Beschwerde abgeschlossen. Unser Vorschlag war:\n\n{{complaint.resolution}}\n\n"
         "Wenn Sie doch noch antworten möchten oder das Problem nicht behoben ist, schreiben Sie uns bitte: Wir "
         "kümmern uns dann weiter darum.",
         "Auf Ihrer persönlichen Seite können Sie uns schreiben und sagen, wie zufrieden Sie mit der Bearbeitung "
         "sind:"});
    rule.where = "data.complaint.outcome = no_reply";
    return rule;
}

Rule final_position() {
    Rule rule = to_complainant(
        "final_position", "Tell the complainant our final position", "complaints.closed",
        {"Your complaint {{complaint.number}}: our final position",
         "You did not agree to what we offered for your complaint \"{{complaint.subject}}\". We have considered your "
         "reasons. This is our final position:\n\n{{complaint.final_position}}\n\n"
         "With this your complaint is closed on our side. If you do not agree, you can turn "
         "to:\n\n{{complaint.recourse}}",
         "On your own page you can read everything that was written, and say how satisfied you are with how we handled "
         "your complaint:"},
        {"关于您的投诉 {{complaint.number}}：我们的最终答复",
         "您不同意我们就投诉“{{complaint.subject}}”提出的解决方案。我们考虑了您的理由，最终答复如下：\n\n"
         "{{complaint.final_position}}\n\n"
         "至此，我们对该投诉的处理已经结束。如果您仍不同意，可以通过以下途径寻求帮助：\n\n{{complaint.recourse}}",
         "您可以在您的专属页面查看全部往来内容，并评价我们的处理情况："},
        {"Ihre Beschwerde {{complaint.number}}: unsere abschließende Stellungnahme",
         "mit unserem Vorschlag für Ihre Beschwerde „{{complaint.subject}}“ waren Sie nicht einverstanden. Wir haben "
         "Ihre Gründe geprüft. Dies ist unsere abschließende Stellungnahme:\n\n{{complaint.final_position}}\n\n"
         "Damit ist Ihre Beschwerde bei uns abgeschlossen. Wenn Sie nicht einverstanden sind, können Sie sich hierhin "
         "wenden:\n\n{{complaint.recourse}}",
         "Auf Ihrer persönlichen Seite können Sie alles Geschriebene nachlesen und sagen, wie zufrieden Sie mit der "
         "Bearbeitung sind:"});
    rule.where = "data.complaint.outcome = final_position";
    return rule;
}

/// The time to reply to an offer goes on, so it is told anew.
Rule reinstatement() {
    return to_complainant(
        "reinstatement", "Tell the complainant that we go on with the complaint", "complaints.reinstated",
        {"Your complaint {{complaint.number}}: we go on with it",
         "By mistake we had ended your complaint \"{{complaint.subject}}\". We are sorry for that. We go on with it as "
         "if it had not been ended.{{#complaint.reply_by}} This is what we offer:\n\n"
         "{{complaint.resolution}}\n\n"
         "Please let us know by {{complaint.reply_by_local}} whether you agree.{{/complaint.reply_by}}",
         "On your own page you can see how far we are, and write to us:"},
        {"您的投诉 {{complaint.number}}：我们继续处理",
         "我们此前误将您的投诉“{{complaint.subject}}”作了结束处理，对此深表歉意。"
         "现在我们会继续处理，如同从未中断。{{#complaint.reply_by}}我们的解决方案如下：\n\n"
         "{{complaint.resolution}}\n\n"
         "请您在{{complaint.reply_by_local}}之前告知我们是否同意。{{/complaint.reply_by}}",
         "您可以在您的专属页面查看处理进度，并给我们留言："},
        {"Ihre Beschwerde {{complaint.number}}: wir bearbeiten sie weiter",
         "wir hatten Ihre Beschwerde „{{complaint.subject}}“ irrtümlich beendet. Das tut uns leid. Wir bearbeiten sie "
         "weiter, als wäre das nicht geschehen.{{#complaint.reply_by}} Unser Vorschlag ist:\n\n"
         "{{complaint.resolution}}\n\n"
         "Bitte teilen Sie uns bis {{complaint.reply_by_local}} mit, ob Sie einverstanden "
         "sind.{{/complaint.reply_by}}",
         "Auf Ihrer persönlichen Seite sehen Sie den Stand und können uns schreiben:"});
}

Rule question_receipt() {
    return to_complainant(
        "question_receipt", "Acknowledge receipt of a question", "complaints.question_received",
        {"We have received your question {{question.number}}",
         "Thank you for your question \"{{question.subject}}\". Its number is {{question.number}}; please quote it "
         "when "
         "you write or call.\n\n"
         "We will write to you again with our answer.",
         "Your own page will show our answer, too:"},
        {"我们已收到您的咨询（编号 {{question.number}}）",
         "感谢您的咨询。您的问题“{{question.subject}}”我们已经收到，编号为 "
         "{{question.number}}。来信或来电时，请告知此编号。\n\n"
         "我们会尽快给您答复。",
         "您也可以在您的专属页面查看我们的答复："},
        {"Ihre Frage {{question.number}} ist eingegangen",
         "vielen Dank für Ihre Frage „{{question.subject}}“. Sie hat die Nummer {{question.number}}; bitte nennen Sie "
         "diese, wenn Sie uns schreiben oder anrufen.\n\n"
         "Wir melden uns mit unserer Antwort bei Ihnen.",
         "Sie finden unsere Antwort dann auch auf Ihrer persönlichen Seite:"},
        "question");
}

Rule answer() {
    return to_complainant("answer", "Tell whoever asked what we answer", "complaints.question_answered",
                          {"Your question {{question.number}}: our answer",
                           "You asked us: \"{{question.subject}}\". This is our answer:\n\n{{question.answer}}",
                           "Your own page shows your question and our answer:"},
                          {"关于您的咨询 {{question.number}}：我们的答复",
                           "关于您咨询的问题“{{question.subject}}”，我们的答复如下：\n\n{{question.answer}}",
                           "您可以在您的专属页面查看您的问题和我们的答复："},
                          {"Ihre Frage {{question.number}}: unsere Antwort",
                           "Sie haben uns gefragt: „{{question.subject}}“. Dies ist unsere "
                           "Antwort:\n\n{{question.answer}}",
                           "Auf Ihrer persönlichen Seite finden Sie Ihre Frage und unsere Antwort:"},
                          "question");
}

Rule compliment_receipt() {
    return to_complainant(
        "compliment_receipt", "Acknowledge receipt of a compliment", "complaints.compliment_received",
        {"We have received your compliment {{compliment.number}}",
         "Thank you for praising {{compliment.praised}}. We have received your compliment. Its number is "
         "{{compliment.number}}.\n\n"
         "We are glad to hear it, and pass it on.",
         "On your own page you can see what becomes of it:"},
        {"我们已收到您的表扬（编号 {{compliment.number}}）",
         "感谢您对“{{compliment.praised}}”的表扬。我们已经收到，编号为 {{compliment.number}}。\n\n"
         "您的肯定让我们深受鼓舞，我们会予以转达。",
         "您可以在您的专属页面查看后续情况："},
        {"Ihr Lob {{compliment.number}} ist eingegangen",
         "vielen Dank für Ihr Lob für „{{compliment.praised}}“. Es ist bei uns eingegangen und hat die Nummer "
         "{{compliment.number}}.\n\n"
         "Wir freuen uns darüber und geben es weiter.",
         "Auf Ihrer persönlichen Seite sehen Sie, was daraus wird:"},
        "compliment");
}

Rule thanks() {
    Rule rule = to_complainant(
        "thanks", "Thank whoever praised us", "complaints.compliment_moved",
        {"Thank you for your compliment {{compliment.number}}",
         "We have read what you wrote about {{compliment.praised}}, and thank you for taking the time to tell us. It "
         "means a lot to all of us.",
         "Your own page shows what you wrote:"},
        {"感谢您的表扬（编号 {{compliment.number}}）",
         "我们已认真阅读您对“{{compliment.praised}}”的表扬，衷心感谢您特意告诉我们。这对我们所有人都是莫大的鼓励。",
         "您可以在您的专属页面查看您所写的内容："},
        {"Vielen Dank für Ihr Lob {{compliment.number}}",
         "wir haben gelesen, was Sie über „{{compliment.praised}}“ geschrieben haben, und danken Ihnen, dass Sie sich "
         "dafür Zeit genommen haben. Das bedeutet uns allen viel.",
         "Auf Ihrer persönlichen Seite finden Sie, was Sie geschrieben haben:"},
        "compliment");
    rule.where = "data.compliment.state = thanked";
    return rule;
}

Rule suggestion_receipt() {
    return to_complainant(
        "suggestion_receipt", "Acknowledge receipt of a suggestion", "complaints.suggestion_received",
        {"We have received your suggestion {{suggestion.number}}",
         "Thank you for your suggestion \"{{suggestion.subject}}\". Its number is {{suggestion.number}}; please quote "
         "it "
         "when you write or call.\n\n"
         "We will consider it and write to you again with our answer.",
         "Your own page will show our answer, too:"},
        {"我们已收到您的建议（编号 {{suggestion.number}}）",
         "感谢您的建议。您的建议“{{suggestion.subject}}”我们已经收到，编号为 "
         "{{suggestion.number}}。来信或来电时，请告知此编号。\n\n"
         "我们会认真考虑，并给您答复。",
         "您也可以在您的专属页面查看我们的答复："},
        {"Ihr Vorschlag {{suggestion.number}} ist eingegangen",
         "vielen Dank für Ihren Vorschlag „{{suggestion.subject}}“. Er hat die Nummer {{suggestion.number}}; bitte "
         "nennen Sie diese, wenn Sie uns schreiben oder anrufen.\n\n"
         "Wir denken darüber nach und melden uns mit unserer Antwort bei Ihnen.",
         "Sie finden unsere Antwort dann auch auf Ihrer persönlichen Seite:"},
        "suggestion");
}

/// What was decided is told with the answer, and not before.
Rule suggestion_answer() {
    Rule rule = to_complainant(
        "suggestion_answer", "Tell whoever suggested something what becomes of it", "complaints.suggestion_moved",
        {"Your suggestion {{suggestion.number}}: our answer",
         "We have considered your suggestion \"{{suggestion.subject}}\".{{#suggestion.adopted}} We will do "
         "it.{{/suggestion.adopted}}{{^suggestion.adopted}} We have decided not to do it.{{/suggestion.adopted}} "
         "This is our answer:\n\n{{suggestion.answer}}\n\n"
         "Thank you for thinking of how we can do better.",
         "Your own page shows your suggestion and our answer:"},
        {"关于您的建议 {{suggestion.number}}：我们的答复",
         "我们认真考虑了您的建议“{{suggestion.subject}}”，{{#suggestion.adopted}}决定予以采纳"
         "{{/suggestion.adopted}}{{^suggestion.adopted}}经研究决定暂不采纳{{/suggestion.adopted}}。"
         "我们的答复如下：\n\n{{suggestion.answer}}\n\n"
         "感谢您帮助我们做得更好。",
         "您可以在您的专属页面查看您的建议和我们的答复："},
        {"Ihr Vorschlag {{suggestion.number}}: unsere Antwort",
         "wir haben über Ihren Vorschlag „{{suggestion.subject}}“ nachgedacht.{{#suggestion.adopted}} Wir setzen ihn "
         "um.{{/suggestion.adopted}}{{^suggestion.adopted}} Wir haben uns dagegen entschieden.{{/suggestion.adopted}} "
         "Dies ist unsere Antwort:\n\n{{suggestion.answer}}\n\n"
         "Vielen Dank, dass Sie uns helfen, besser zu werden.",
         "Auf Ihrer persönlichen Seite finden Sie Ihren Vorschlag und unsere Antwort:"},
        "suggestion");
    rule.where = "data.suggestion.state = answered";
    return rule;
}

}  // namespace

std::vector<Rule> complainant_rules() {
    return {receipt(),
            question_taken_up(),
            offer(),
            reminder(),
            note(),
            rejection(),
            closing(),
            closing_without_reply(),
            final_position(),
            reinstatement(),
            question_receipt(),
            answer(),
            compliment_receipt(),
            thanks(),
            suggestion_receipt(),
            suggestion_answer()};
}

}  // namespace rapport::notifier
