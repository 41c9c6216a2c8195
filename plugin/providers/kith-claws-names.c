/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-claws-names.h"

#include <libintl.h>
#include <string.h>

/* The attributes of a contact in Claws Mail have the names that its owner gave them: these are the usual ones, in lower case. */
static const struct
{
  KithField field;
  const char *names;
} table[] = {
  { KITH_FIELD_ROLE, "title|job title|job|role|position|occupation|profession|function|"
                     "titel|funktion|position|beruf|stelle|rolle|berufsbezeichnung|jobtitel|"
                     "titre|fonction|poste|métier|intitulé du poste|rôle|"
                     "título|cargo|puesto|rol|profesión|função|profissão|"
                     "titolo|ruolo|qualifica|mansione|posizione|professione|"
                     "functie|functietitel|beroep|rol|stilling|yrke|befattning|roll|tehtävä|nimike|ammatti|stilling|titill|"
                     "stanowisko|funkcja|funkce|pozice|funkcia|pozícia|beosztás|munkakör|funcție|funcţie|poziție|položaj|"
                     "должность|посада|длъжност|θέση|τίτλος|unvan|görev|pozisyon|pareigos|amats|amet|"
                     "役職|職位|肩書き|肩書|职位|职务|職稱|직책|직위|تخصص|المنصب|תפקיד" },
  { KITH_FIELD_COMPANY, "organization|organisation|company|company name|firm|employer|business|"
                        "firma|unternehmen|arbeitgeber|société|entreprise|employeur|organisme|"
                        "empresa|compañía|organización|organização|companhia|azienda|società|ditta|organizzazione|"
                        "bedrijf|organisatie|werkgever|företag|organisation|virksomhed|selskap|organisasjon|yritys|organisaatio|"
                        "firma|organizacja|przedsiębiorstwo|společnost|organizace|spoločnosť|organizácia|cég|szervezet|"
                        "organizație|organizaţie|companie|tvrtka|organizacija|podjetje|организация|компания|фирма|организація|компанія|"
                        "εταιρεία|οργανισμός|şirket|kuruluş|įmonė|uzņēmums|ettevõte|"
                        "会社|組織|公司|组织|單位|회사|조직|الشركة|المنظمة|חברה|ארגון" },
  { KITH_FIELD_DEPARTMENT, "department|division|unit|team|abteilung|bereich|département|service|departamento|dipartimento|reparto|"
                           "afdeling|avdelning|avdeling|osasto|dział|oddělení|oddelenie|osztály|departament|odjel|oddelek|отдел|відділ|τμήμα|bölüm|"
                           "部署|部門|部门|부서|قسم|מחלקה" },
  { KITH_FIELD_PHONE, "phone|mobile phone|office phone|telephone|tel|tel.|mobile|cell|cell phone|work phone|home phone|phone number|"
                      "telefon|mobiltelefon|handy|telefon geschäftlich|telefon büro|telefon privat|mobil|"
                      "téléphone|portable|téléphone portable|téléphone mobile|téléphone du bureau|téléphone professionnel|"
                      "teléfono|móvil|teléfono móvil|teléfono de la oficina|telefone|telemóvel|celular|"
                      "telefono|cellulare|telefono cellulare|telefono ufficio|telefoon|mobiele telefoon|gsm|telefoon kantoor|"
                      "matkapuhelin|puhelin|telefon komórkowy|telefon służbowy|mobilní telefon|mobilný telefón|telefón|"
                      "телефон|мобильный телефон|рабочий телефон|мобільний телефон|τηλέφωνο|κινητό|"
                      "電話|携帯電話|电话|手机|電話號碼|전화|휴대폰|الهاتف|טלפון" },
  { KITH_FIELD_LINK, "website|web site|web|url|homepage|home page|web page|linkedin|blog|"
                     "webseite|internetseite|site web|site internet|sitio web|página web|site|sito web|sito|"
                     "webbplats|hemsida|hjemmeside|nettsted|verkkosivu|kotisivu|strona internetowa|strona www|webová stránka|weboldal|"
                     "сайт|веб-сайт|веб-сторінка|ιστοσελίδα|web sitesi|ウェブサイト|网站|網站|웹사이트|موقع|אתר" },
  { KITH_FIELD_BIRTHDAY, "date of birth|birthday|birth date|geburtsdatum|geburtstag|date de naissance|anniversaire|fecha de nacimiento|cumpleaños|"
                         "data de nascimento|data di nascita|compleanno|geboortedatum|verjaardag|födelsedatum|fødselsdato|syntymäaika|"
                         "data urodzenia|datum narození|dátum narodenia|születési dátum|data nașterii|дата рождения|день рождения|дата народження|"
                         "ημερομηνία γέννησης|doğum tarihi|生年月日|出生日期|생년월일" },
  { KITH_FIELD_LOCATION, "city|town|location|place|ort|stadt|standort|ville|lieu|ciudad|lugar|cidade|città|luogo|stad|plaats|by|sted|kaupunki|miasto|"
                         "město|mesto|város|город|місто|πόλη|şehir|都市|城市|도시" },
  { KITH_FIELD_TIME_ZONE, "time zone|timezone|tz|zeitzone|fuseau horaire|zona horaria|fuso horário|fuso orario|tijdzone|tidszon|tidssone|aikavyöhyke|"
                          "strefa czasowa|часовой пояс|タイムゾーン|时区" },
  { KITH_FIELD_MANAGER, "manager|boss|supervisor|vorgesetzter|vorgesetzte|chef|responsable|supérieur|jefe|gerente|superiore|leidinggevende|chef|esimies|"
                        "przełożony|nadřízený|руководитель|начальник|керівник|上司|经理" },
  { KITH_FIELD_ASSISTANT, "assistant|secretary|assistent|assistentin|sekretariat|assistante|secrétaire|asistente|assistente|segretaria|asystent|asistent|"
                          "помощник|ассистент|秘書|助理" },
  { KITH_FIELD_PRONOUNS, "pronouns|pronomen|pronoms|pronombres|pronomes|pronomi" },
  { KITH_FIELD_NOTE, "note|notes|remarks|comment|comments|notiz|notizen|bemerkung|bemerkungen|remarque|remarques|commentaire|nota|notas|note|"
                     "opmerking|anteckning|merknad|uwagi|poznámka|megjegyzés|заметка|примечание|примітка|メモ|备注" },
};

/* Those that Claws Mail offers by itself, in the language in which it runs. */
static const struct
{
  KithField field;
  const char *name;
} offered[] = {
  { KITH_FIELD_COMPANY, "organization" },
  { KITH_FIELD_PHONE, "mobile phone" },
  { KITH_FIELD_PHONE, "office phone" },
  { KITH_FIELD_PHONE, "phone" },
  { KITH_FIELD_LINK, "website" },
  { KITH_FIELD_BIRTHDAY, "date of birth" },
};

static gboolean
is_among (const char *name,
          gsize       length,
          const char *names)
{
  for (const char *p = names; *p != '\0';)
    {
      gsize n = strcspn (p, "|");

      if (n == length && memcmp (p, name, n) == 0)
        return TRUE;
      p += n + (p[n] == '|' ? 1 : 0);
    }
  return FALSE;
}

/*
 * kith_claws_names_find:
 * @name: what the owner calls an attribute of a contact
 * @field: (out): what it is
 *
 * Returns: whether @name means a field; %FALSE where it is not sure
 */
gboolean
kith_claws_names_find (const char *name,
                       KithField  *field)
{
  g_autofree char *lower = g_utf8_strdown (name, -1);
  g_autofree char *normal = g_utf8_normalize (lower, -1, G_NORMALIZE_NFC);
  gsize length;

  if (normal == NULL)
    return FALSE;
  g_strstrip (normal);
  length = strlen (normal);
  while (length > 0 && (normal[length - 1] == ':' || g_ascii_isspace (normal[length - 1])))
    normal[--length] = '\0';
  if (length == 0)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    if (is_among (normal, length, table[i].names))
      {
        *field = table[i].field;
        return TRUE;
      }
  for (guint i = 0; i < G_N_ELEMENTS (offered); i++)
    {
      g_autofree char *local = g_utf8_strdown (dgettext ("claws-mail", offered[i].name), -1);

      if (strcmp (local, normal) == 0)
        {
          *field = offered[i].field;
          return TRUE;
        }
    }
  return FALSE;
}
