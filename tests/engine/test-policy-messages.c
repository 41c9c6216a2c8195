/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#define G_SETTINGS_ENABLE_BACKEND
#include "config.h"

#include <gio/gsettingsbackend.h>

#include <kith/kith.h>

#include "kith-case.h"
#include "../kith-test-files.h"

/*
 * Headers as programs in the field write them, with invented people; and the rule that must decide about a remote provider that is
 * switched on. The person is the first From address unless the row names another.
 */
typedef struct
{
  const char *name;
  const char *rule;
  const char *headers;
  const char *address; /* (nullable) */
} Row;

static const Row rows[] = {
  { "plain", "ask",
    "From: Jane Doe <jane.doe@widgets.example>\nTo: me@example.org\nMessage-ID: <1@widgets.example>\n" },
  { "reply", "ask",
    "From: Jane Doe <jane.doe@widgets.example>\nTo: me@example.org\nIn-Reply-To: <0@example.org>\nReferences: <0@example.org>\nAuto-Submitted: no\n" },
  { "mailman2", "list",
    "From: Jane Doe <jane.doe@widgets.example>\nTo: dev@lists.example.net\nPrecedence: list\nX-Mailman-Version: 2.1.39\n"
    "List-Id: Development <dev.lists.example.net>\nList-Unsubscribe: <https://lists.example.net/options/dev>\n"
    "List-Post: <mailto:dev@lists.example.net>\nErrors-To: dev-bounces@lists.example.net\nSender: \"dev\" <dev-bounces@lists.example.net>\n" },
  { "mailman3-munged", "list",
    "From: Jane Doe via Dev <dev@lists.example.net>\nReply-To: Jane Doe <jane.doe@widgets.example>\nTo: dev@lists.example.net\n"
    "List-Id: <dev.lists.example.net>\nList-Post: <mailto:dev@lists.example.net>\nX-MailFrom: jane.doe@widgets.example\n" },
  { "mailman3-munged-author", "list",
    "From: Jane Doe via Dev <dev@lists.example.net>\nReply-To: Jane Doe <jane.doe@widgets.example>\nTo: dev@lists.example.net\n"
    "List-Id: <dev.lists.example.net>\nList-Post: <mailto:dev@lists.example.net>\n", "jane.doe@widgets.example" },
  { "google-groups", "list",
    "From: Jane Doe <jane.doe@widgets.example>\nTo: gardeners@groups.example.com\nPrecedence: list\n"
    "Mailing-list: list gardeners@groups.example.com; contact gardeners+owners@groups.example.com\n"
    "List-ID: <gardeners.groups.example.com>\nX-Google-Group-Id: 1234\nList-Unsubscribe: <mailto:gardeners+unsubscribe@groups.example.com>\n" },
  { "sourceforge", "list",
    "From: Jane Doe <jane.doe@widgets.example>\nTo: tool-users@lists.example.net\nX-BeenThere: tool-users@lists.example.net\n"
    "List-Id: <tool-users.lists.example.net>\nPrecedence: list\n" },
  { "github-notification", "no-reply",
    "From: Jane Doe <notifications@forge.example>\nReply-To: team/tool <reply+abc@reply.forge.example>\nTo: team/tool <tool@noreply.forge.example>\n"
    "Cc: Subscribed <subscribed@noreply.forge.example>\nPrecedence: list\nList-ID: team/tool <tool.team.forge.example>\n"
    "List-Unsubscribe: <https://forge.example/notifications/unsubscribe/x>\nX-GitHub-Sender: janedoe\nX-Auto-Response-Suppress: All\n" },
  { "gitlab-notification", "automatic",
    "From: \"Jane Doe (@jdoe)\" <gitlab@forge.example>\nReply-To: \"team / tool\" <incoming+x@forge.example>\nTo: me@example.org\n"
    "X-GitLab-Project: tool\nList-Id: team/tool <1.tool.team.forge.example>\nAuto-Submitted: auto-generated\nX-Auto-Response-Suppress: All\n" },
  { "jira", "automatic",
    "From: \"Jane Doe (Jira)\" <tracker@widgets.example>\nTo: me@example.org\nX-JIRA-FingerPrint: abc\nAuto-Submitted: auto-generated\nPrecedence: bulk\n" },
  { "bugzilla", "role",
    "From: bugzilla@tracker.example\nTo: me@example.org\nX-Bugzilla-Type: changed\nAuto-Submitted: auto-generated\n", "admin@tracker.example" },
  { "newsletter-list-unsubscribe", "list",
    "From: Jane at Widgets <jane@news.widgets.example>\nTo: me@example.org\nList-Unsubscribe: <https://news.widgets.example/u/1>\n"
    "List-Unsubscribe-Post: List-Unsubscribe=One-Click\nFeedback-ID: 1:2:3:mailer\n" },
  { "newsletter-precedence", "list",
    "From: Jane <jane@widgets.example>\nTo: me@example.org\nPrecedence: bulk\n" },
  { "bounce-exim", "no-reply",
    "From: Mail Delivery System <Mailer-Daemon@mx.example.net>\nTo: me@example.org\nAuto-Submitted: auto-replied\nReturn-Path: <>\n" },
  { "bounce-dsn", "no-reply",
    "From: MAILER-DAEMON@mx.example.net (Mail Delivery System)\nTo: me@example.org\nAuto-Submitted: auto-replied\nMIME-Version: 1.0\n"
    "Content-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\n" },
  { "out-of-office", "automatic",
    "From: Jane Doe <jane.doe@widgets.example>\nTo: me@example.org\nAuto-Submitted: auto-replied\nX-Auto-Response-Suppress: All\n" },
  { "vacation-rfc3834", "automatic",
    "From: Jane Doe <jane.doe@widgets.example>\nTo: me@example.org\nAuto-Submitted: auto-replied (vacation)\n" },
  { "calendar-robot", "no-reply",
    "From: Google Calendar <calendar-notification@calendar.example>\nSender: no-reply@calendar.example\nTo: me@example.org\nAuto-Submitted: auto-generated\n",
    "no-reply@calendar.example" },
  { "via-docs", "no-reply",
    "From: \"Jane Doe (via Docs)\" <drive-shares-noreply@docs.example>\nReply-To: Jane Doe <jane.doe@widgets.example>\nTo: me@example.org\n" },
  { "no-reply-german", "no-reply", "From: Shop <nicht-antworten@laden.example>\nTo: me@example.org\n" },
  { "no-reply-french", "no-reply", "From: Boutique <ne-pas-repondre@boutique.example>\nTo: me@example.org\n" },
  { "no-reply-plus", "no-reply", "From: Shop <noreply+12345@shop.example>\nTo: me@example.org\n" },
  { "role-info", "role", "From: Widgets <info@widgets.example>\nTo: me@example.org\n" },
  { "role-support", "role", "From: Jane from Support <support@widgets.example>\nTo: me@example.org\n" },
  { "role-german", "role", "From: Muster GmbH <buchhaltung@muster.example>\nTo: me@example.org\n" },
  { "own-address", "own-address", "From: Me <me@example.org>\nTo: jane.doe@widgets.example\n" },
  { "pgp-mime", "encrypted",
    "From: Jane Doe <jane.doe@widgets.example>\nTo: me@example.org\nMIME-Version: 1.0\n"
    "Content-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\"; boundary=\"b\"\n" },
  { "smime-enveloped", "encrypted",
    "From: Jane Doe <jane.doe@widgets.example>\nTo: me@example.org\nMIME-Version: 1.0\n"
    "Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\n" },
  { "smime-signed", "ask",
    "From: Jane Doe <jane.doe@widgets.example>\nTo: me@example.org\nMIME-Version: 1.0\n"
    "Content-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m\n" },
  { "pgp-signed", "ask",
    "From: Jane Doe <jane.doe@widgets.example>\nTo: me@example.org\nMIME-Version: 1.0\n"
    "Content-Type: multipart/signed; micalg=pgp-sha256; protocol=\"application/pgp-signature\"; boundary=\"b\"\n" },
  { "dmarc-fail", "authentication",
    "Authentication-Results: mx.example.org; dmarc=fail (p=reject) header.from=widgets.example\nFrom: Jane Doe <jane.doe@widgets.example>\nTo: me@example.org\n" },
  { "dmarc-fail-of-a-stranger", "ask",
    "Authentication-Results: elsewhere.test; dmarc=fail header.from=widgets.example\nFrom: Jane Doe <jane.doe@widgets.example>\nTo: me@example.org\n" },
  { "dmarc-pass", "ask",
    "Authentication-Results: mx.example.org; dmarc=pass header.from=widgets.example\nFrom: Jane Doe <jane.doe@widgets.example>\nTo: me@example.org\n" },
  { "mailman2-digest", "list",
    "From: dev-request@lists.example.net\nReply-To: dev@lists.example.net\nTo: dev@lists.example.net\nPrecedence: list\n"
    "X-Mailman-Version: 2.1.39\nList-Id: Development <dev.lists.example.net>\nList-Post: <mailto:dev@lists.example.net>\n"
    "X-BeenThere: dev@lists.example.net\nSender: \"dev\" <dev-bounces@lists.example.net>\n"
    "Content-Type: multipart/mixed; boundary=\"b\"\nMIME-Version: 1.0\n",
    "kim.park@widgets.example" },
  { "mailman2-list-itself", "list",
    "From: Jane Doe <jane.doe@widgets.example>\nTo: dev@lists.example.net\nPrecedence: list\n"
    "List-Id: <dev.lists.example.net>\nList-Post: <mailto:dev@lists.example.net>\nX-BeenThere: dev@lists.example.net\n",
    "dev@lists.example.net" },
  { "mailman2-copied-person", "list",
    "From: Jane Doe <jane.doe@widgets.example>\nTo: dev@lists.example.net\nCc: Kim Park <kim.park@widgets.example>\n"
    "Precedence: list\nList-Id: <dev.lists.example.net>\nX-BeenThere: dev@lists.example.net\n",
    "kim.park@widgets.example" },
  { "mailman3-hyperkitty", "list",
    "From: Jane Doe <jane.doe@widgets.example>\nTo: users@lists.example.net\nMessage-ID: <1@widgets.example>\n"
    "X-Mailman-Version: 3.3.9\nPrecedence: list\nList-Id: Users <users.lists.example.net>\n"
    "Archived-At: <https://lists.example.net/archives/list/users@lists.example.net/message/X/>\n"
    "List-Archive: <https://lists.example.net/archives/list/users@lists.example.net/>\n"
    "List-Help: <mailto:users-request@lists.example.net?subject=help>\nList-Owner: <mailto:users-owner@lists.example.net>\n"
    "List-Post: <mailto:users@lists.example.net>\nList-Subscribe: <mailto:users-join@lists.example.net>\n"
    "List-Unsubscribe: <mailto:users-leave@lists.example.net>\n" },
  { "mailman-private-answer", "ask",
    "From: Jane Doe <jane.doe@widgets.example>\nTo: me@example.org\nSubject: Re: [dev] a question\n"
    "In-Reply-To: <2@lists.example.net>\nReferences: <1@lists.example.net> <2@lists.example.net>\n" },
  { "mailman-subject-prefix-alone", "ask",
    "From: Jane Doe <jane.doe@widgets.example>\nTo: me@example.org\nCc: dev@lists.example.net\n"
    "Subject: [dev] both to you and the list\n" },
  { "google-groups-munged", "list",
    "From: \"'Jane Doe' via Gardeners\" <gardeners@groups.example.com>\nReply-To: Jane Doe <jane.doe@widgets.example>\n"
    "To: gardeners@groups.example.com\nPrecedence: list\n"
    "Mailing-list: list gardeners@groups.example.com; contact gardeners+owners@groups.example.com\n"
    "List-ID: <gardeners.groups.example.com>\nX-Google-Group-Id: 1234\n"
    "List-Post: <https://groups.example.com/group/gardeners/post>, <mailto:gardeners@groups.example.com>\n" },
  { "google-groups-author-of-munged", "list",
    "From: \"'Jane Doe' via Gardeners\" <gardeners@groups.example.com>\n"
    "X-Original-From: Jane Doe <jane.doe@widgets.example>\nReply-To: Jane Doe <jane.doe@widgets.example>\n"
    "To: gardeners@groups.example.com\n"
    "Mailing-list: list gardeners@groups.example.com; contact gardeners+owners@groups.example.com\n"
    "List-ID: <gardeners.groups.example.com>\n",
    "jane.doe@widgets.example" },
  { "google-groups-owner-address", "list",
    "From: Jane Doe <jane.doe@widgets.example>\nTo: gardeners@groups.example.com\n"
    "Mailing-list: list gardeners@groups.example.com; contact gardeners+owners@groups.example.com\nX-Google-Group-Id: 1234\n" },
  { "google-direct", "ask",
    "From: Jane Doe <jane.doe@widgets.example>\nTo: me@example.org\nX-Gm-Message-State: AOJu0Yx\n"
    "X-Google-Smtp-Source: AGHT+IE\nX-Received: by 2002:a05:6512:1 with SMTP id x; Mon, 02 Nov 2026 02:00:00 -0800 (PST)\n"
    "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=widgets.example; s=google; h=to:subject:from; bh=x; b=y\n" },
  { "github-pull-request", "no-reply",
    "From: Jane Doe <notifications@forge.example>\nReply-To: team/tool <reply+AAB@reply.forge.example>\n"
    "To: team/tool <tool@noreply.forge.example>\nCc: Mention <mention@noreply.forge.example>\n"
    "Message-ID: <team/tool/pull/12/c345@forge.example>\nX-GitHub-Sender: janedoe\nX-GitHub-Recipient: me\n"
    "X-GitHub-Reason: mention\nList-ID: team/tool <tool.team.forge.example>\nPrecedence: list\n" },
  { "github-recipient-noreply", "no-reply",
    "From: Jane Doe <notifications@forge.example>\nTo: team/tool <tool@noreply.forge.example>\nX-GitHub-Reason: subscribed\n"
    "List-ID: team/tool <tool.team.forge.example>\n",
    "noreply@forge.example" },
  { "github-commit-address", "no-reply",
    "From: Jane Doe <12345+janedoe@users.noreply.forge.example>\nTo: me@example.org\nSubject: [PATCH] fix\n",
    "notifications@forge.example" },
  { "github-invitation", "no-reply",
    "From: Forge <noreply@forge.example>\nTo: me@example.org\nSubject: [Forge] jane invited you\n"
    "X-Auto-Response-Suppress: All\n" },
  { "git-send-email", "ask",
    "From: Jane Doe <jane.doe@widgets.example>\nTo: me@example.org\nSubject: [PATCH v2 1/3] tool: mend the handle\n"
    "X-Mailer: git-send-email 2.43.0\nMIME-Version: 1.0\nContent-Transfer-Encoding: 8bit\n" },
  { "gitea", "automatic",
    "From: \"Jane Doe\" <forge@code.example>\nTo: me@example.org\nX-Mailer: Gitea\nX-Gitea-Reason: watch\n"
    "X-Gitea-Sender: jane\nX-Auto-Response-Suppress: All\nAuto-Submitted: auto-generated\nList-ID: <tool.team.code.example>\n" },
  { "gerrit", "automatic",
    "From: \"Jane Doe (Code Review)\" <gerrit@review.example>\nTo: me@example.org\nReply-To: jane.doe@widgets.example\n"
    "X-Gerrit-MessageType: comment\nX-Gerrit-Change-Id: I123\nAuto-Submitted: auto-generated\n"
    "List-Id: <gerrit-tool.review.example>\n" },
  { "phabricator", "automatic",
    "From: janedoe (Jane Doe) <tasks@phab.example>\nTo: me@example.org\nX-Phabricator-Sent-This-Message: Yes\n"
    "X-Auto-Response-Suppress: All\nPrecedence: bulk\nAuto-Submitted: auto-generated\n" },
  { "jira-cloud", "no-reply",
    "From: \"Jane Doe (Jira)\" <jira@widgets.atlassian.example>\nReply-To: jira@widgets.atlassian.example\n"
    "To: me@example.org\nX-JIRA-FingerPrint: 12\nPrecedence: bulk\nAuto-Submitted: auto-generated\nFeedback-ID: jira:x:y:z\n",
    "no-reply@widgets.atlassian.example" },
  { "jira-cloud-from", "automatic",
    "From: \"Jane Doe (Jira)\" <jane-tracker@widgets.atlassian.example>\nTo: me@example.org\nX-JIRA-FingerPrint: 12\n"
    "Auto-Submitted: auto-generated\n" },
  { "confluence", "automatic",
    "From: \"Jane Doe (Confluence)\" <wiki-mail@widgets.example>\nTo: me@example.org\nX-ATLASSIAN-MAIL-MESSAGE-ID: <c@x>\n"
    "Precedence: bulk\nAuto-Submitted: auto-generated\nX-Auto-Response-Suppress: DR, OOF, AutoReply\n" },
  { "person-writes-about-jira", "ask",
    "From: Jane Doe <jane.doe@widgets.example>\nTo: me@example.org\nSubject: [JIRA] (TOOL-12) could you look at this?\n" },
  { "redmine", "automatic",
    "From: tracker@redmine.example\nTo: me@example.org\nX-Mailer: Redmine\nX-Redmine-Issue-Id: 12\n"
    "Auto-Submitted: auto-generated\nX-Auto-Response-Suppress: All\nList-Id: <tracker.redmine.example>\n",
    "jane.doe@widgets.example" },
  { "newsletter-salesforce-marketing-cloud", "list",
    "From: Widgets Weekly <weekly@mail.widgets.example>\nReply-To: <reply-fe8d-12_HTML-34-56-7@mail.widgets.example>\n"
    "To: me@example.org\nX-CSA-Complaints: csa-complaints@eco.example\nx-job: 110001_1234\n"
    "List-Unsubscribe: <https://click.widgets.example/u>, <mailto:leave-fd@leave.widgets.example>\n"
    "List-Unsubscribe-Post: List-Unsubscribe=One-Click\nFeedback-ID: 110001:1234:203.0.113.9:sfmktgcld\n" },
  { "newsletter-marketo", "list",
    "From: Jane Doe <jane@go.widgets.example>\nReply-To: jane.doe@widgets.example\nTo: me@example.org\n"
    "X-MarketoID: 123-ABC-456:78\nX-MSFBL: abc\nX-Mailer: Marketo\nList-Unsubscribe: <mailto:u.xyz@unsub.mktomail.example>\n" },
  { "newsletter-mailchimp", "list",
    "From: Jane from Widgets <jane@widgets.example>\nReply-To: Jane <jane@widgets.example>\nTo: <me@example.org>\n"
    "Sender: \"Widgets\" <jane=widgets.example@mail1.mcsv.example>\nX-Mailer: MailChimp Mailer - **CID123**\n"
    "X-Campaign: mailchimp123\nX-MC-User: abc\nFeedback-ID: 1:1.2:us1:mc\nList-ID: 123mc list <123.list-id.mcsv.example>\n"
    "List-Unsubscribe: <https://widgets.us1.list-manage.example/unsubscribe?u=1>\n" },
  { "newsletter-mailchimp-sender", "list",
    "From: Jane from Widgets <jane@widgets.example>\nTo: <me@example.org>\nX-Mailer: MailChimp Mailer - **CID123**\n"
    "List-Unsubscribe: <https://widgets.us1.list-manage.example/unsubscribe?u=1>\n",
    "jane=widgets.example@mail1.mcsv.example" },
  { "newsletter-hubspot", "list",
    "From: Jane Doe <jane.doe@widgets.example>\nTo: me@example.org\nX-HubSpot-Campaign-Id: 12\n"
    "X-Report-Abuse-To: abuse@hs.example\nList-Unsubscribe: <https://widgets.example/hs/manage>\n" },
  { "newsletter-substack", "list",
    "From: Jane Doe <janedoe@news.example>\nTo: me@example.org\nList-Id: <janedoe.news.example>\n"
    "List-Post: <https://janedoe.news.example/p/x>\nList-Unsubscribe: <https://janedoe.news.example/unsub>\n"
    "X-Mailgun-Tag: post\n" },
  { "newsletter-precedence-junk", "list",
    "From: Jane <jane@widgets.example>\nTo: me@example.org\nPrecedence: junk\n" },
  { "salesforce-person", "ask",
    "From: Jane Doe <jane.doe@widgets.example>\nTo: me@example.org\nX-SFDC-LK: 00D\nX-SFDC-User: 005\n"
    "X-mail_abuse_inquiries: http://www.widgets.example/abuse\nX-SFDC-Binding: 1\n" },
  { "person-precedence-normal", "ask",
    "From: Jane <jane@widgets.example>\nTo: me@example.org\nPrecedence: normal\nImportance: high\nX-Priority: 1\n" },
  { "person-list-word-in-subject", "ask",
    "From: Jane <jane@widgets.example>\nTo: me@example.org\nSubject: List-Id: what is it, and how do I unsubscribe?\n" },
  { "sympa", "list",
    "From: Jane Doe <jane.doe@univ.example>\nTo: cours@listes.univ.example\nX-Loop: cours@listes.univ.example\n"
    "X-Sequence: 12\nErrors-to: cours-owner@listes.univ.example\nPrecedence: list\nX-no-archive: yes\n"
    "List-Id: <cours.listes.univ.example>\nList-Help: <mailto:sympa@listes.univ.example?subject=help>\n"
    "List-Post: <mailto:cours@listes.univ.example>\n" },
  { "sympa-list-itself", "list",
    "From: Jane Doe <jane.doe@univ.example>\nTo: cours@listes.univ.example\nList-Id: <cours.listes.univ.example>\n"
    "List-Post: <mailto:cours@listes.univ.example>\n",
    "cours@listes.univ.example" },
  { "listserv", "list",
    "From: Jane Doe <jane.doe@univ.example>\nReply-To: History Forum <HISTORY-L@LISTSERV.UNIV.EXAMPLE>\n"
    "Sender: History Forum <HISTORY-L@LISTSERV.UNIV.EXAMPLE>\nTo: HISTORY-L@LISTSERV.UNIV.EXAMPLE\nPrecedence: list\n"
    "List-Help: <https://listserv.univ.example/scripts/wa.exe?LIST=HISTORY-L>, <mailto:LISTSERV@LISTSERV.UNIV.EXAMPLE?body=INFO%20HISTORY-L>\n"
    "List-Unsubscribe: <mailto:HISTORY-L-unsubscribe-request@LISTSERV.UNIV.EXAMPLE>\n"
    "List-Owner: <mailto:HISTORY-L-request@LISTSERV.UNIV.EXAMPLE>\n"
    "List-Archive: <https://listserv.univ.example/scripts/wa.exe?LIST=HISTORY-L>\n" },
  { "listserv-without-precedence", "list",
    "From: Jane Doe <jane.doe@univ.example>\nSender: History Forum <HISTORY-L@LISTSERV.UNIV.EXAMPLE>\n"
    "To: HISTORY-L@LISTSERV.UNIV.EXAMPLE\nList-Owner: <mailto:HISTORY-L-request@LISTSERV.UNIV.EXAMPLE>\n"
    "List-Help: <https://listserv.univ.example/x>\n" },
  { "majordomo-vger", "list",
    "From: Jane Doe <jane.doe@widgets.example>\nTo: me@example.org\nCc: kernel@vger.example\nPrecedence: bulk\n"
    "X-Mailing-List: kernel@vger.example\nList-Id: <kernel.vger.example>\n"
    "List-Subscribe: <mailto:kernel+subscribe@vger.example>\n" },
  { "majordomo-list-itself", "list",
    "From: Jane Doe <jane.doe@widgets.example>\nTo: kernel@vger.example\nX-Mailing-List: kernel@vger.example\n",
    "kernel@vger.example" },
  { "ezmlm", "list",
    "From: Jane Doe <jane.doe@widgets.example>\nTo: dev@proj.example\n"
    "Mailing-List: contact dev-help@proj.example; run by ezmlm\nDelivered-To: mailing list dev@proj.example\n"
    "List-Post: <mailto:dev@proj.example>\nPrecedence: bulk\n" },
  { "discourse", "list",
    "From: janedoe via Widgets Forum <forum@widgets.example>\nReply-To: Widgets Forum <forum+reply@widgets.example>\n"
    "To: me@example.org\nList-ID: <questions.forum.widgets.example>\nList-Archive: <https://forum.widgets.example/t/12>\n"
    "X-Discourse-Post-Id: 12\nX-Discourse-Topic-Id: 3\nPrecedence: list\n" },
  { "discourse-summary", "automatic",
    "From: Widgets Forum <forum-mail@widgets.example>\nTo: me@example.org\nX-Discourse-Mailer: 1\n"
    "X-Auto-Response-Suppress: All\nAuto-Submitted: auto-generated\n"
    "List-Unsubscribe: <https://forum.widgets.example/email/unsubscribe/x>\n" },
  { "groups-io", "list",
    "From: \"Jane Doe\" <jane.doe@widgets.example>\nTo: chat@groups.example\n"
    "Mailing-List: list chat@groups.example; contact chat+owner@groups.example\nList-Id: <chat.groups.example>\n"
    "Precedence: Bulk\nX-Received-From: x\n" },
  { "freelists", "list",
    "From: Jane Doe <jane.doe@widgets.example>\nTo: tools@free.example\nX-ecartis-version: Ecartis v1.0.0\nX-list: tools\n"
    "Precedence: normal\nList-Id: tools <tools.free.example>\n" },
  { "ms365-group", "list",
    "From: Jane Doe <jane.doe@widgets.example>\nTo: Team <team-tools@widgets.example>\nX-MS-Exchange-Group-Post: 1\n"
    "List-ID: <team-tools.widgets.example>\nX-MS-Has-Attach:\n" },
  { "dsn-postfix", "no-reply",
    "From: MAILER-DAEMON@mx.example.net (Mail Delivery System)\nTo: me@example.org\n"
    "Subject: Undelivered Mail Returned to Sender\nAuto-Submitted: auto-replied\nMIME-Version: 1.0\n"
    "Content-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\n" },
  { "dsn-exchange", "automatic",
    "From: Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@widgets.example>\nTo: me@example.org\n"
    "Subject: Undeliverable: hello\nMIME-Version: 1.0\n"
    "Content-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\nX-MS-Exchange-Message-Is-Ndr:\n"
    "Auto-Submitted: auto-replied\n" },
  { "dsn-exchange-german", "automatic",
    "From: =?utf-8?q?Microsoft_Outlook?= <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@muster.example>\n"
    "To: me@example.org\nSubject: Unzustellbar: hallo\nMIME-Version: 1.0\n"
    "Content-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\n" },
  { "dsn-french", "automatic",
    "From: =?utf-8?q?Syst=C3=A8me_de_messagerie?= <messagerie@boutique.example>\nTo: me@example.org\n"
    "Subject: =?utf-8?q?Courrier_non_distribu=C3=A9?=\nMIME-Version: 1.0\n"
    "Content-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\n" },
  { "dsn-japanese", "no-reply",
    "From: =?iso-2022-jp?b?GyRCJWEhPCVrR1s/LiU3JTklRiVgGyhC?= <postmaster@mx.example.net>\nTo: me@example.org\n"
    "MIME-Version: 1.0\nContent-Type: multipart/report; report-type=\"delivery-status\"; boundary=\"b\"\n" },
  { "dsn-spanish-null-path", "automatic",
    "Return-Path: <>\nFrom: Sistema de correo <sistema.de.correo@tienda.example>\nTo: me@example.org\n"
    "Subject: Mensaje no entregado\n" },
  { "bounce-qmail", "no-reply",
    "Return-Path: <>\nFrom: MAILER-DAEMON@mx.example.net\nTo: me@example.org\nSubject: failure notice\n" },
  { "bounce-verp", "no-reply",
    "From: <bounces+123-me=example.org@mail.widgets.example>\nTo: me@example.org\n" },
  { "arf-report", "automatic",
    "From: Abuse Desk <feedback-loop@isp.example>\nTo: me@example.org\nMIME-Version: 1.0\n"
    "Content-Type: multipart/report; report-type=feedback-report; boundary=\"b\"\n" },
  { "read-receipt", "automatic",
    "From: Jane Doe <jane.doe@widgets.example>\nTo: me@example.org\nSubject: Read: hello\nMIME-Version: 1.0\n"
    "Content-Type: multipart/report; report-type=disposition-notification; boundary=\"b\"\n" },
  { "person-forwards-a-bounce", "ask",
    "Return-Path: <jane.doe@widgets.example>\nFrom: Jane Doe <jane.doe@widgets.example>\nTo: me@example.org\n"
    "Subject: Fwd: Undelivered Mail Returned to Sender\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"b\"\n" },
  { "return-path-of-a-person", "ask",
    "Return-Path: <jane.doe@widgets.example>\nFrom: Jane Doe <jane.doe@widgets.example>\nTo: me@example.org\n" },
  { "calendar-google-invitation", "automatic",
    "From: Jane Doe <jane.doe@widgets.example>\nReply-To: Jane Doe <jane.doe@widgets.example>\n"
    "Sender: Google Calendar <calendar-notification@calendar.example>\nTo: me@example.org\nAuto-Submitted: auto-generated\n"
    "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"b\"\n" },
  { "calendar-google-robot", "no-reply",
    "From: Jane Doe <jane.doe@widgets.example>\nSender: Google Calendar <calendar-notification@calendar.example>\n"
    "To: me@example.org\nAuto-Submitted: auto-generated\n",
    "calendar-notification@calendar.example" },
  { "calendar-google-reminder", "no-reply",
    "From: Google Calendar <calendar-notification@calendar.example>\nTo: me@example.org\nSubject: Notification: meeting\n" },
  { "calendar-outlook-invitation", "ask",
    "From: Jane Doe <jane.doe@widgets.example>\nTo: me@example.org\nSubject: Planning\n"
    "X-MS-Exchange-Calendar-Originator-Id: 1\nMIME-Version: 1.0\n"
    "Content-Type: text/calendar; charset=\"utf-8\"; method=REQUEST\n" },
  { "calendar-outlook-accepted", "ask",
    "From: Jane Doe <jane.doe@widgets.example>\nTo: me@example.org\nSubject: Accepted: Planning\n"
    "X-MS-Exchange-Organization-CalendarRelatedMessage: 1\nMIME-Version: 1.0\n"
    "Content-Type: multipart/alternative; boundary=\"b\"\n" },
  { "calendar-room", "automatic",
    "From: Room 4.12 <room-4-12@widgets.example>\nTo: me@example.org\nSubject: Accepted: Planning\n"
    "X-MS-Exchange-Organization-AutomaticallyProcessed: 1\nAuto-Submitted: auto-generated\nX-Auto-Response-Suppress: All\n"
    "MIME-Version: 1.0\nContent-Type: text/calendar; method=REPLY\n" },
  { "calendar-calendly", "no-reply",
    "From: Calendly <no-reply@calendly.example>\nReply-To: jane.doe@widgets.example\nTo: me@example.org\n"
    "Subject: New Event: Jane Doe\n" },
  { "via-docusign", "via",
    "From: Jane Doe via DocuSign <dse@eumail.docusign.example>\nReply-To: Jane Doe <jane.doe@widgets.example>\n"
    "To: me@example.org\nSubject: Please sign\n" },
  { "via-docusign-person-behind", "ask",
    "From: Jane Doe via DocuSign <dse@eumail.docusign.example>\nReply-To: Jane Doe <jane.doe@widgets.example>\n"
    "To: me@example.org\nSubject: Please sign\n",
    "jane.doe@widgets.example" },
  { "via-google-docs", "no-reply",
    "From: \"Jane Doe (via Google Docs)\" <drive-shares-dm-noreply@docs.example>\n"
    "Reply-To: \"Jane Doe (via Google Docs)\" <jane.doe@widgets.example>\nTo: me@example.org\n" },
  { "via-dropbox", "no-reply",
    "From: \"Jane Doe via Dropbox\" <no-reply@box.example>\nReply-To: Jane Doe <jane.doe@widgets.example>\n"
    "To: me@example.org\n" },
  { "via-brackets", "via",
    "From: \"Jane Doe (via Figma)\" <files@figma.example>\nReply-To: Jane Doe <jane.doe@widgets.example>\n"
    "To: me@example.org\n" },
  { "via-german", "via",
    "From: =?utf-8?q?Jane_Doe_=C3=BCber_Portal?= <nachricht@portal.example>\nReply-To: Jane Doe <jane.doe@widgets.example>\n"
    "To: me@example.org\n" },
  { "via-spanish", "via",
    "From: Jane Doe mediante Portal <mensaje@portal.example>\nReply-To: Jane Doe <jane.doe@widgets.example>\n"
    "To: me@example.org\n" },
  { "via-sender", "via",
    "From: Jane Doe via Eventos <tickets.jane@eventos.example>\nSender: mailer@sendgrid.example\nTo: me@example.org\n" },
  { "via-linkedin", "automatic",
    "From: Jane Doe via LinkedIn <messages-hit@linkedin.test>\nReply-To: Jane Doe <hit-reply@linkedin.test>\n"
    "To: me@example.org\nX-LinkedIn-Template: email_member_message\nAuto-Submitted: auto-generated\n" },
  { "via-alone", "via",
    "From: Jane Doe via LinkedIn <invitations@linkedin.test>\nTo: me@example.org\n" },
  { "via-behalf-alone", "via",
    "From: Jane Doe on behalf of Widgets <hit-1234@service.example>\nTo: me@example.org\n" },
  { "via-own-address-alone", "ask",
    "From: Jane Doe via Sales <jane.doe@widgets.example>\nTo: me@example.org\n" },
  { "via-word-of-a-name", "ask",
    "From: Jean par Hasard <jph@widgets.example>\nTo: me@example.org\n" },
  { "machine", "role",
    "From: Jenkins <jenkins@ci.widgets.example>\nTo: me@example.org\n" },
  { "via-is-a-name", "ask",
    "From: Sylvia Via <sylvia.via@widgets.example>\nTo: me@example.org\n" },
  { "via-at-the-end", "ask",
    "From: Marta Via <marta@widgets.example>\nReply-To: Marta <marta@private.example>\nTo: me@example.org\n" },
  { "via-within-a-word", "ask",
    "From: Octavia Doe <octavia@widgets.example>\nReply-To: Octavia <octavia@private.example>\nTo: me@example.org\n" },
  { "via-same-domain", "ask",
    "From: Jane Doe via Sales <jane.doe@widgets.example>\nReply-To: jane.d@widgets.example\nTo: me@example.org\n" },
  { "reply-to-elsewhere-alone", "ask",
    "From: Jane Doe <jane.doe@widgets.example>\nReply-To: Jane Doe <jane@private.example>\nTo: me@example.org\n" },
  { "ooo-exchange", "automatic",
    "From: Jane Doe <jane.doe@widgets.example>\nTo: me@example.org\nSubject: Automatic reply: hello\n"
    "Auto-Submitted: auto-generated\nX-Auto-Response-Suppress: All\n"
    "X-MS-Exchange-Inbox-Rules-Loop: jane.doe@widgets.example\n" },
  { "ooo-exchange-german", "automatic",
    "From: Jane Doe <jane.doe@widgets.example>\nTo: me@example.org\nSubject: Automatische Antwort: hallo\n"
    "X-Auto-Response-Suppress: All\n" },
  { "ooo-gmail", "automatic",
    "From: Jane Doe <jane.doe@gmail.com>\nTo: me@example.org\nPrecedence: bulk\nX-Autoreply: yes\n"
    "Auto-Submitted: auto-replied\n" },
  { "ooo-vacation-old", "automatic",
    "From: Jane Doe <jane.doe@widgets.example>\nTo: me@example.org\nPrecedence: auto_reply\nX-Autorespond: hello\n" },
  { "ooo-cpanel", "automatic",
    "From: Jane Doe <jane.doe@widgets.example>\nTo: me@example.org\nX-Autorespond: hello\nAuto-Submitted: auto-replied\n"
    "Precedence: bulk\nX-Precedence: auto_reply\n" },
  { "person-says-auto-submitted-no", "ask",
    "From: Jane Doe <jane.doe@widgets.example>\nTo: me@example.org\nAuto-Submitted: no\n" },
  { "person-writes-about-holidays", "ask",
    "From: Jane Doe <jane.doe@widgets.example>\nTo: me@example.org\nSubject: Re: Automatic reply: when are you back?\n" },
  { "on-behalf-of-author", "ask",
    "From: Jane Doe <jane.doe@widgets.example>\nSender: Kim Park <kim.park@widgets.example>\nTo: me@example.org\n" },
  { "on-behalf-of-sender", "ask",
    "From: Jane Doe <jane.doe@widgets.example>\nSender: Kim Park <kim.park@widgets.example>\nTo: me@example.org\n",
    "kim.park@widgets.example" },
  { "shared-mailbox-from", "role",
    "From: Widgets Support <support@widgets.example>\nSender: Jane Doe <jane.doe@widgets.example>\nTo: me@example.org\n" },
  { "shared-mailbox-person", "ask",
    "From: Widgets Support <support@widgets.example>\nSender: Jane Doe <jane.doe@widgets.example>\nTo: me@example.org\n",
    "jane.doe@widgets.example" },
  { "person-through-a-shared-mailbox", "ask",
    "From: Jane Doe <jane.doe@widgets.example>\nSender: Support <support@widgets.example>\n"
    "Reply-To: Support <support@widgets.example>\nTo: me@example.org\n" },
  { "exchange-internal-headers", "ask",
    "From: Jane Doe <jane.doe@widgets.example>\nTo: me@example.org\nThread-Topic: hello\nThread-Index: AQH\n"
    "X-MS-Has-Attach: yes\nX-MS-TNEF-Correlator:\nx-ms-exchange-messagesentrepresentingtype: 1\n"
    "X-OriginatorOrg: widgets.example\n" },
  { "person-named-noreply", "ask",
    "From: Noreply Jones <n.jones@widgets.example>\nTo: me@example.org\n" },
  { "person-named-bounce", "ask",
    "From: Bob Bounce <bob@widgets.example>\nTo: me@example.org\n" },
  { "person-info-in-name", "ask",
    "From: Jane Infoster <j.infoster@widgets.example>\nTo: me@example.org\n" },
  { "person-sales-in-domain", "ask",
    "From: Jane Doe <jane.doe@sales.widgets.example>\nTo: me@example.org\n" },
  { "person-noreply-domain", "ask",
    "From: Jane Doe <jane.doe@noreply-tools.example>\nTo: me@example.org\n" },
  { "person-plus", "ask",
    "From: Jane Doe <jane.doe+noreply@widgets.example>\nTo: me@example.org\n" },
  { "no-reply-with-a-human-name", "no-reply",
    "From: Jane Doe <noreply@widgets.example>\nReply-To: Jane Doe <jane.doe@widgets.example>\nTo: me@example.org\n" },
  { "no-reply-behind", "ask",
    "From: Jane Doe <noreply@widgets.example>\nReply-To: Jane Doe <jane.doe@widgets.example>\nTo: me@example.org\n",
    "jane.doe@widgets.example" },
  { "no-reply-spanish", "no-reply",
    "From: Shop <no-responder@shop.example>\nTo: me@example.org\n" },
  { "no-reply-italian", "no-reply",
    "From: Shop <non-rispondere@shop.example>\nTo: me@example.org\n" },
  { "no-reply-portuguese", "no-reply",
    "From: Shop <nao-responda@shop.example>\nTo: me@example.org\n" },
  { "no-reply-dutch", "no-reply",
    "From: Shop <niet-beantwoorden@shop.example>\nTo: me@example.org\n" },
  { "no-reply-swedish", "no-reply",
    "From: Shop <svara-inte@shop.example>\nTo: me@example.org\n" },
  { "no-reply-polish", "no-reply",
    "From: Shop <nie-odpowiadaj@shop.example>\nTo: me@example.org\n" },
  { "no-reply-czech", "no-reply",
    "From: Shop <neodpovidat@shop.example>\nTo: me@example.org\n" },
  { "no-reply-turkish", "no-reply",
    "From: Shop <yanitlamayin@shop.example>\nTo: me@example.org\n" },
  { "no-reply-finnish", "no-reply",
    "From: Shop <ala-vastaa@shop.example>\nTo: me@example.org\n" },
  { "no-reply-hungarian", "no-reply",
    "From: Shop <ne-valaszoljon@shop.example>\nTo: me@example.org\n" },
  { "no-reply-russian", "no-reply",
    "From: Shop <ne-otvechat@shop.example>\nTo: me@example.org\n" },
  { "role-french", "role",
    "From: Widgets <comptabilite@widgets.example>\nTo: me@example.org\n" },
  { "role-spanish", "role",
    "From: Widgets <contabilidad@widgets.example>\nTo: me@example.org\n" },
  { "role-italian", "role",
    "From: Widgets <amministrazione@widgets.example>\nTo: me@example.org\n" },
  { "role-dutch", "role",
    "From: Widgets <administratie@widgets.example>\nTo: me@example.org\n" },
  { "role-polish", "role",
    "From: Widgets <biuro@widgets.example>\nTo: me@example.org\n" },
  { "role-swedish", "role",
    "From: Widgets <kundtjanst@widgets.example>\nTo: me@example.org\n" },
  { "role-portuguese", "role",
    "From: Widgets <atendimento@widgets.example>\nTo: me@example.org\n" },
  { "role-numbered", "role",
    "From: Widgets <sales2@widgets.example>\nTo: me@example.org\n" },
  { "role-country", "role",
    "From: Widgets <info.uk@widgets.example>\nTo: me@example.org\n" },
  { "role-hostmaster", "role",
    "From: Widgets <hostmaster@widgets.example>\nTo: me@example.org\n" },
  { "role-abuse", "role",
    "From: Widgets <abuse@widgets.example>\nTo: me@example.org\n" },
  { "role-webmaster", "role",
    "From: Widgets <webmaster@widgets.example>\nTo: me@example.org\n" },
  { "role-jobs", "role",
    "From: Widgets <jobs@widgets.example>\nTo: me@example.org\n" },
  { "role-billing", "role",
    "From: Widgets <billing@widgets.example>\nTo: me@example.org\n" },
  { "arc-pass-of-a-stranger", "ask",
    "ARC-Authentication-Results: i=1; elsewhere.test; dmarc=fail header.from=widgets.example\n"
    "ARC-Seal: i=1; a=rsa-sha256; cv=none; d=elsewhere.test; s=a; b=x\nFrom: Jane Doe <jane.doe@widgets.example>\n"
    "To: me@example.org\n" },
  { "arc-of-own-server-is-not-its-word", "ask",
    "ARC-Authentication-Results: i=1; mx.example.org; dmarc=fail header.from=widgets.example\n"
    "Authentication-Results: mx.example.org; dmarc=pass header.from=widgets.example; arc=pass\n"
    "From: Jane Doe <jane.doe@widgets.example>\nTo: me@example.org\n" },
  { "arc-and-dmarc-fail", "authentication",
    "Authentication-Results: mx.example.org; arc=pass (i=1); dkim=fail header.d=widgets.example; dmarc=fail (p=none) header.from=widgets.example\n"
    "From: Jane Doe <jane.doe@widgets.example>\nTo: me@example.org\n" },
  { "dkim-fail-alone", "authentication",
    "Authentication-Results: mx.example.org; dkim=fail reason=\"signature verification failed\" header.d=widgets.example; spf=pass\n"
    "From: Jane Doe <jane.doe@widgets.example>\nTo: me@example.org\n" },
  { "dkim-and-dmarc-in-two-headers", "authentication",
    "Authentication-Results: mx.example.org; dkim=pass header.d=evil.test\n"
    "Authentication-Results: mx.example.org; dmarc=fail header.from=widgets.example\n"
    "From: Jane Doe <jane.doe@widgets.example>\nTo: me@example.org\n" },
  { "spf-fail-alone", "ask",
    "Authentication-Results: mx.example.org; spf=fail smtp.mailfrom=widgets.example\nReceived-SPF: fail\n"
    "From: Jane Doe <jane.doe@widgets.example>\nTo: me@example.org\n" },
  { "forged-results-below", "authentication",
    "Authentication-Results: mx.example.org; dmarc=fail header.from=widgets.example\n"
    "Received: from evil.test by mx.example.org; Mon, 02 Nov 2026 10:00:00 +0000\n"
    "Authentication-Results: mx.example.org; dmarc=pass header.from=widgets.example\n"
    "From: Jane Doe <jane.doe@widgets.example>\nTo: me@example.org\n" },
  { "gmail-results", "ask",
    "Authentication-Results: mx.google.test;\n dkim=pass header.i=@widgets.example header.s=a header.b=x;\n"
    " spf=pass (google.test: domain of jane.doe@widgets.example designates 203.0.113.9 as permitted sender) smtp.mailfrom=jane.doe@widgets.example;\n"
    " dmarc=fail (p=NONE sp=NONE dis=NONE) header.from=widgets.example\nFrom: Jane Doe <jane.doe@widgets.example>\n"
    "To: me@example.org\n" },
  { "ms365-results-folded", "authentication",
    "Authentication-Results: mx.example.org\n 1; spf=softfail (sender IP is 203.0.113.9)\n"
    " smtp.mailfrom=widgets.example; dkim=none (message not signed)\n header.d=none;dmarc=fail action=quarantine\n"
    " header.from=widgets.example;compauth=fail reason=000\nFrom: Jane Doe <jane.doe@widgets.example>\nTo: me@example.org\n" },
  { "own-tagged", "own-address",
    "From: Shop <jane.doe@widgets.example>\nTo: me+shop@example.org\n",
    "me+shop@example.org" },
  { "own-in-copy", "own-address",
    "From: Jane Doe <jane.doe@widgets.example>\nTo: kim.park@widgets.example\nCc: Me <ME@Example.org>\n",
    "me@example.org" },
  { "name-is-mine-address-is-not", "ask",
    "From: \"me@example.org\" <me@example.net>\nTo: me@example.org\n" },
  { "pgp-inline", "encrypted",
    "From: Jane Doe <jane.doe@widgets.example>\nTo: me@example.org\nMIME-Version: 1.0\n"
    "Content-Type: multipart/encrypted; boundary=\"b\"\n" },
  { "smime-enveloped-old-type", "encrypted",
    "From: Jane Doe <jane.doe@widgets.example>\nTo: me@example.org\nMIME-Version: 1.0\n"
    "Content-Type: application/x-pkcs7-mime; name=smime.p7m; smime-type=enveloped-data\n" },
  { "smime-authenveloped", "encrypted",
    "From: Jane Doe <jane.doe@widgets.example>\nTo: me@example.org\nMIME-Version: 1.0\n"
    "Content-Type: application/pkcs7-mime; smime-type=authEnveloped-data; name=smime.p7m\n" },
  { "autocrypt-header-alone", "ask",
    "From: Jane Doe <jane.doe@widgets.example>\nTo: me@example.org\n"
    "Autocrypt: addr=jane.doe@widgets.example; prefer-encrypt=mutual; keydata=xjME\n" },
  { "never-domain", "never",
    "From: Jane Doe <jane.doe@court.example>\nTo: me@example.org\n" },
  { "never-subdomain", "never",
    "From: Jane Doe <jane.doe@mail.court.example>\nTo: me@example.org\n" },
  { "not-never", "ask",
    "From: Jane Doe <jane.doe@tenniscourt.example>\nTo: me@example.org\n" },
  { "freemail-person", "ask", "From: Jane Doe <jane.doe@gmail.com>\nTo: me@example.org\n" },
};

/* A provider file is not needed here: the policy looks at the kind of provider only. */
#define TEST_TYPE_REMOTE (test_remote_get_type ())
G_DECLARE_FINAL_TYPE (TestRemote, test_remote, TEST, REMOTE, KithProvider)

struct _TestRemote
{
  KithProvider parent_instance;
};

G_DEFINE_FINAL_TYPE (TestRemote, test_remote, KITH_TYPE_PROVIDER)

static void
test_remote_class_init (TestRemoteClass *klass)
{
}

static void
test_remote_init (TestRemote *self)
{
  g_object_set (self, "id", "remote", "name", "Remote", "sends", KITH_SENDS_ADDRESS, "reveals-to", KITH_REVEALS_TO_SERVICE, NULL);
}

static KithCore *
make_core (const char *dir)
{
  const char *const own[] = { "me@example.org", NULL };
  const char *const trusted[] = { "mx.example.org", NULL };
  const char *const never[] = { "court.example", NULL };
  g_autoptr (GSettingsBackend) backend = g_memory_settings_backend_new ();
  g_autoptr (GError) error = NULL;
  char *none[] = { NULL };
  KithCoreConfig config = {
    .cache_dir = (char *) dir,
    .data_dir = (char *) dir,
    .state_dir = (char *) dir,
    .provider_folders = none,
    .module_folder = (char *) "/nonexistent",
    .backend = backend,
  };
  KithCore *made = kith_core_new (&config);

  kith_core_open (made);
  kith_core_set_own_addresses (made, own);
  g_assert_true (kith_settings_set_strings (kith_core_get_settings (made), "trusted-authserv-ids", trusted, &error));
  g_assert_true (kith_settings_set_strings (kith_core_get_settings (made), "never-domains", never, &error));
  g_assert_true (kith_settings_set_provider (kith_core_get_settings (made), "remote", "enabled", "true", &error));
  g_assert_no_error (error);
  return made;
}

/* One for all rows: what is tested keeps nothing. */
static KithCore *core;

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  g_autofree char *text = g_strconcat (row->headers, "Date: Mon, 02 Nov 2026 10:00:00 +0000\nSubject: x\n\nhello\n", NULL);
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (KithMessage) message = kith_message_new_for_bytes (KITH_MESSAGE_NONE, NULL, bytes);
  g_autoptr (GError) error = NULL;
  g_autoptr (KithMessageContent) content = kith_core_read_message (core, message, NULL, &error);
  g_autoptr (KithProvider) remote = g_object_new (TEST_TYPE_REMOTE, NULL);
  g_autoptr (KithAddress) other = row->address != NULL ? kith_address_new (row->address, NULL, &error) : NULL;
  g_autoptr (KithCase) judged = NULL;
  g_autoptr (KithVerdict) verdict = NULL;
  KithAddress *person = other;

  g_assert_no_error (error);
  if (person == NULL)
    person = kith_participant_get_address (g_ptr_array_index (kith_message_content_get_participants (content), 0));
  judged = kith_case_new (core, person, message, content, KITH_LOOKUP_NONE);
  verdict = kith_case_judge (judged, remote, TRUE);
  g_assert_cmpstr (kith_rule_get_id (kith_verdict_get_rule (verdict)), ==, row->rule);
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *dir = g_dir_make_tmp ("kith-policy-XXXXXX", NULL);
  int status;

  g_test_init (&argc, &argv, NULL);
  /* Each row is told, not the first wrong one alone. */
  g_test_set_nonfatal_assertions ();
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/engine/policy-messages/%s", rows[i].name);

      g_test_add_data_func (path, &rows[i], test_row);
    }
  core = make_core (dir);
  status = g_test_run ();
  kith_core_close (core);
  g_object_unref (core);
  kith_test_remove_tree (dir);
  return status;
}
