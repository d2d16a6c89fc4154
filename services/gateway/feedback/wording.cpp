// SPDX-License-Identifier: MIT
#include "services/gateway/feedback/wording.hpp"

#include <algorithm>

namespace rapport::gateway::feedback {
namespace {

constexpr Text texts[] = {
    // The pages.
    {"Tell us what you think", "告诉我们您的想法", "Sagen Sie uns Ihre Meinung"},
    {"Have you written to us already? Open the address of the page that you were given.",
     "您已经给我们留过言？请打开当时提供给您的页面链接。",
     "Haben Sie uns schon geschrieben? Öffnen Sie die Adresse der Seite, die Sie bekommen haben."},
    {"To the beginning", "返回首页", "Zum Anfang"},
    {"Language", "语言", "Sprache"},
    {"Error: {}", "有误：{}", "Fehler: {}"},
    {"(may be left out)", "（选填）", "(freiwillig)"},
    {"What was written", "往来内容", "Was geschrieben wurde"},
    {"Keep the address of this page.", "请保存本页面的链接。", "Bewahren Sie die Adresse dieser Seite auf."},
    {"It is the only way to it, and whoever has it can read and reply here: give it to nobody.",
     "这是进入本页面的唯一途径。任何人打开它都可以在此查看和回复，请勿转发给他人。",
     "Nur sie führt hierher, und wer sie kennt, kann hier lesen und antworten: Geben Sie sie nicht weiter."},
    {"It is the only way to it, and whoever has it can read here: give it to nobody.",
     "这是进入本页面的唯一途径。任何人打开它都可以查看内容，请勿转发给他人。",
     "Nur sie führt hierher, und wer sie kennt, kann hier lesen: Geben Sie sie nicht weiter."},

    // What can be filed.
    {"Make a complaint", "提出投诉", "Sich beschweren"},
    {"Tell us what went wrong. You get a page of your own on which you see what becomes of it and can reply.",
     "告诉我们哪里出了问题。您会得到一个专属页面，可以查看处理进度并与我们沟通。",
     "Sagen Sie uns, was schiefgegangen ist. Sie bekommen eine eigene Seite, auf der Sie den Stand sehen und antworten "
     "können."},
    {"Send the complaint", "提交投诉", "Beschwerde absenden"},
    {"Give a compliment", "表扬我们的员工", "Ein Lob aussprechen"},
    {"Tell us who did well. We pass it on to them.", "告诉我们谁做得好，我们会转达给他们。",
     "Sagen Sie uns, wer etwas gut gemacht hat. Wir geben es weiter."},
    {"Send the compliment", "提交表扬", "Lob absenden"},
    {"Make a suggestion", "提出建议", "Einen Vorschlag machen"},
    {"Tell us what we could do better. You get a page of your own on which you find our answer.",
     "告诉我们哪里可以做得更好。您会得到一个专属页面，在那里可以看到我们的答复。",
     "Sagen Sie uns, was wir besser machen können. Sie bekommen eine eigene Seite, auf der Sie unsere Antwort finden."},
    {"Send the suggestion", "提交建议", "Vorschlag absenden"},
    {"Complaint {}", "投诉 {}", "Beschwerde {}"},
    {"Compliment {}", "表扬 {}", "Lob {}"},
    {"Suggestion {}", "建议 {}", "Vorschlag {}"},

    // What forms ask for.
    {"Your name", "您的姓名", "Ihr Name"},
    {"Enter your name.", "请填写您的姓名。", "Geben Sie Ihren Namen an."},
    {"Your e-mail address", "您的电子邮箱", "Ihre E-Mail-Adresse"},
    {"Your telephone number", "您的电话号码", "Ihre Telefonnummer"},
    {"We need this or your telephone number, to answer you.", "邮箱和电话请至少填写一项，以便我们答复您。",
     "Wir brauchen diese oder Ihre Telefonnummer, um Ihnen zu antworten."},
    {"If you like to be thanked.", "如果您愿意收到我们的感谢。", "Wenn wir uns bei Ihnen bedanken dürfen."},
    {"If you like to be answered.", "如果您希望收到答复。", "Wenn Sie eine Antwort möchten."},
    {"What it is about", "主题", "Worum es geht"},
    {"One line, such as: No network in the branch since Monday", "一句话即可，例如：分公司从周一起无法上网",
     "Eine Zeile, zum Beispiel: Seit Montag kein Netz in der Filiale"},
    {"Say in one line what it is about.", "请用一句话说明主题。", "Sagen Sie in einer Zeile, worum es geht."},
    {"What happened", "事情经过", "Was passiert ist"},
    {"When it began, whom it concerns, what was said to you. Leave out passwords and card numbers.",
     "何时开始、涉及谁、我们曾如何答复您。请勿填写密码或银行卡号。",
     "Wann es begann, wen es betrifft, was man Ihnen gesagt hat. Schreiben Sie keine Passwörter und Kartennummern."},
    {"Say what happened.", "请说明事情经过。", "Sagen Sie, was passiert ist."},
    {"What you would like us to do", "您希望我们怎么做", "Was Sie sich von uns wünschen"},
    {"Whom you praise", "您要表扬谁", "Wen Sie loben"},
    {"A person or a team of ours", "我们的员工或团队", "Eine Person oder ein Team bei uns"},
    {"Say whom you praise: a person, or a team.", "请说明您要表扬的员工或团队。",
     "Sagen Sie, wen Sie loben: eine Person oder ein Team."},
    {"What they did well", "他们哪里做得好", "Was gut war"},
    {"Say what they did well.", "请说明他们哪里做得好。", "Sagen Sie, was gut war."},
    {"You may show this to others, with my name", "同意公开这段内容并显示我的姓名",
     "Sie dürfen das mit meinem Namen anderen zeigen"},
    {"Your suggestion in one line", "用一句话概括您的建议", "Ihr Vorschlag in einer Zeile"},
    {"Say in one line what you suggest.", "请用一句话概括您的建议。", "Sagen Sie in einer Zeile, was Sie vorschlagen."},
    {"What we should do, and why", "我们应该怎么做，为什么", "Was wir tun sollen und warum"},
    {"Say what we should do.", "请说明我们应该怎么做。", "Sagen Sie, was wir tun sollen."},
    {"Reply", "回复", "Antworten"},
    {"Your reply", "您的回复", "Ihre Antwort"},
    {"Write your reply.", "请填写回复内容。", "Schreiben Sie Ihre Antwort."},
    {"Send the reply", "发送回复", "Antwort absenden"},
    {"If you agree", "如果您同意", "Wenn Sie einverstanden sind"},
    {"I agree", "我同意", "Ich bin einverstanden"},
    {"If you do not agree", "如果您不同意", "Wenn Sie nicht einverstanden sind"},
    {"Why you do not agree", "您不同意的理由", "Warum Sie nicht einverstanden sind"},
    {"Say why you do not agree.", "请说明您不同意的理由。", "Sagen Sie, warum Sie nicht einverstanden sind."},
    {"I do not agree", "我不同意", "Ich bin nicht einverstanden"},
    {"Your opinion", "您的评价", "Ihre Meinung"},
    {"How satisfied are you with how we handled your complaint?", "您对我们处理此投诉的情况满意吗？",
     "Wie zufrieden sind Sie damit, wie wir Ihre Beschwerde bearbeitet haben?"},
    {"Choose a number from 1 to 5.", "请选择 1 到 5 中的一个。", "Wählen Sie eine Zahl von 1 bis 5."},
    {"1: not at all", "1：非常不满意", "1: gar nicht"},
    {"5: very much", "5：非常满意", "5: sehr"},
    {"Why", "原因", "Warum"},
    {"Send", "提交", "Absenden"},
    {"{} of 5", "{} 分（满分 5 分）", "{} von 5"},

    // What is wrong.
    {"Something has to be put right:", "以下内容需要修改：", "Bitte korrigieren Sie:"},
    {"This is too long: leave out {} letters.", "内容过长，请删去 {} 个字。",
     "Das ist zu lang: Lassen Sie {} Zeichen weg."},
    {"Enter an e-mail address such as ann@example.com.", "请填写有效的电子邮箱，例如 ann@example.com。",
     "Geben Sie eine E-Mail-Adresse an, zum Beispiel ann@example.com."},
    {"Enter a telephone number such as +49 30 1234567.", "请填写电话号码，例如 +86 10 12345678。",
     "Geben Sie eine Telefonnummer an, zum Beispiel +49 30 1234567."},
    {"Give an e-mail address or a telephone number.", "请填写电子邮箱或电话号码。",
     "Geben Sie eine E-Mail-Adresse oder eine Telefonnummer an."},
    {"This is not right.", "内容有误，请检查其中是否有特殊字符。",
     "Das geht so nicht. Enthält es ungewöhnliche Zeichen?"},
    {"A lot has come from you in a short time. Wait a minute, then send this again.",
     "您在短时间内提交过于频繁，请稍候一分钟再提交。",
     "Von Ihnen kam in kurzer Zeit sehr viel. Warten Sie eine Minute und senden Sie es dann noch einmal."},
    {"A lot has come from you in a short time. Wait a minute.", "您的访问过于频繁，请稍候一分钟。",
     "Von Ihnen kam in kurzer Zeit sehr viel. Warten Sie eine Minute."},
    {"This is not possible any more: your complaint has gone on meanwhile.", "您的投诉状态已有变化，无法再进行此操作。",
     "Das geht nicht mehr: Ihre Beschwerde ist inzwischen weiter."},
    {"We cannot take this just now. Send it again in a moment.", "暂时无法提交，请稍后再试。",
     "Das geht gerade nicht. Senden Sie es gleich noch einmal."},
    {"We cannot take this.", "无法提交。", "Das können wir nicht annehmen."},
    {"There is nothing at this address", "页面不存在", "Unter dieser Adresse ist nichts"},
    {"Check that the address is complete, to its last letter.", "请检查链接是否完整。",
     "Prüfen Sie, ob die Adresse vollständig ist, bis zum letzten Buchstaben."},
    {"Something is wrong on our side", "我们的系统出现问题", "Bei uns stimmt etwas nicht"},
    {"Try again in a moment.", "请稍后再试。", "Versuchen Sie es gleich noch einmal."},
    {"This was sent from another site", "此内容来自其他网站", "Das kam von einer anderen Website"},
    {"Fill in the form on our own page.", "请在我们的页面上填写表单。",
     "Füllen Sie das Formular auf unserer eigenen Seite aus."},
    {"This is no form", "这不是表单", "Das ist kein Formular"},
    {"Send it as application/x-www-form-urlencoded, or use the API.",
     "请以 application/x-www-form-urlencoded 提交，或使用 API。",
     "Senden Sie es als application/x-www-form-urlencoded, oder verwenden Sie die API."},
    {"This cannot be shown just now", "暂时无法显示", "Das lässt sich gerade nicht anzeigen"},

    // How far it is.
    {"We have received your complaint.", "我们已收到您的投诉。", "Ihre Beschwerde ist bei uns eingegangen."},
    {"We have read your complaint and will judge how urgent it is.", "我们已阅读您的投诉，正在评估其紧急程度。",
     "Wir haben Ihre Beschwerde gelesen und beurteilen, wie dringend sie ist."},
    {"We have judged how urgent it is and will look into it.", "我们已评估其紧急程度，即将展开调查。",
     "Wir haben beurteilt, wie dringend sie ist, und gehen ihr nach."},
    {"We are looking into it.", "我们正在调查处理。", "Wir gehen der Sache nach."},
    {"We are waiting for a reply from you.", "我们正在等待您的回复。", "Wir warten auf eine Antwort von Ihnen."},
    {"We are waiting for a supplier of ours.", "我们正在等待供应商的答复。",
     "Wir warten auf einen unserer Lieferanten."},
    {"We have made you an offer. Tell us below whether you agree.", "我们已提出解决方案，请在下方告知是否同意。",
     "Wir haben Ihnen einen Vorschlag gemacht. Sagen Sie uns unten, ob Sie einverstanden sind."},
    {"You have agreed to our offer. We are carrying it out.", "您已同意我们的方案，我们正在落实。",
     "Sie waren mit unserem Vorschlag einverstanden. Wir setzen ihn um."},
    {"You have not agreed to our offer. We will look into it once more.", "您未同意我们的方案，我们会再次调查。",
     "Sie waren mit unserem Vorschlag nicht einverstanden. Wir prüfen die Sache noch einmal."},
    {"Your complaint is closed.", "您的投诉已结案。", "Ihre Beschwerde ist abgeschlossen."},
    {"Your complaint was withdrawn.", "您的投诉已撤回。", "Ihre Beschwerde wurde zurückgezogen."},
    {"We have not taken up your complaint. The reason is below.", "我们未受理您的投诉，原因见下文。",
     "Wir sind Ihrer Beschwerde nicht nachgegangen. Den Grund finden Sie unten."},
    {"We have another complaint about the same, and work on that one. What you reply here is kept with it.",
     "我们已收到关于同一问题的另一投诉，现合并处理。您在此的回复会一并保存。",
     "Zu derselben Sache gibt es eine andere Beschwerde, an der wir arbeiten. Was Sie hier antworten, kommt dazu."},
    {"We have received your compliment.", "我们已收到您的表扬。", "Ihr Lob ist bei uns eingegangen."},
    {"Thank you!", "谢谢您！", "Vielen Dank!"},
    {"Thank you! Those whom you praise have been told.", "谢谢您！我们已转达给您所表扬的人。",
     "Vielen Dank! Wir haben es denen gesagt, die Sie loben."},
    {"Thank you! Those whom you praise have been told, and we have shown it to others.",
     "谢谢您！我们已转达给您所表扬的人，并已公开展示。",
     "Vielen Dank! Wir haben es denen gesagt, die Sie loben, und anderen gezeigt."},
    {"We have received your suggestion.", "我们已收到您的建议。", "Ihr Vorschlag ist bei uns eingegangen."},
    {"We are considering it.", "我们正在考虑。", "Wir denken darüber nach."},
    {"We have answered you.", "我们已答复您。", "Wir haben Ihnen geantwortet."},

    // What was just done.
    {"Thank you: it has reached us.", "谢谢，我们已收到。", "Vielen Dank, es ist bei uns angekommen."},
    {"Your reply has reached us.", "我们已收到您的回复。", "Ihre Antwort ist bei uns angekommen."},
    {"Thank you. You have agreed to our offer.", "谢谢。您已同意我们的方案。",
     "Vielen Dank. Sie sind mit unserem Vorschlag einverstanden."},
    {"You have told us that you do not agree.", "您已告知我们您不同意。",
     "Sie haben uns gesagt, dass Sie nicht einverstanden sind."},
    {"Thank you for your opinion.", "谢谢您的评价。", "Vielen Dank für Ihre Meinung."},

    // Of what was filed.
    {"Received", "收到时间", "Eingegangen"},
    {"Please answer by", "答复截止时间", "Bitte antworten Sie bis"},
    {"Answered", "答复时间", "Beantwortet"},
    {"Closed", "结案时间", "Abgeschlossen"},
    {"What you wrote", "您所写的内容", "Was Sie geschrieben haben"},
    {"What we offer", "我们的方案", "Unser Vorschlag"},
    {"Our answer", "我们的答复", "Unsere Antwort"},
    {"Our final position", "我们的最终答复", "Unsere abschließende Stellungnahme"},
    {"Where else you can turn to", "其他求助途径", "Wohin Sie sich noch wenden können"},
    {"You", "您", "Sie"},
    {"We", "我们", "Wir"},
};

}  // namespace

std::span<const Text> wording() { return texts; }

std::string_view in(Language language, std::string_view en) {
    if (language == Language::en) return en;
    const auto found = std::ranges::find(texts, en, &Text::en);
    if (found == std::end(texts)) return en;
    return language == Language::zh ? found->zh : found->de;
}

std::string in(Language language, std::string_view en, const std::string& with) {
    std::string text(in(language, en));
    return text.replace(text.find("{}"), 2, with);
}

}  // namespace rapport::gateway::feedback
