"""Labels of announcements in many languages, as plain words: one table for all.

What is written with variants (plurals, genders in brackets) stands in ``labels``, as
patterns; here are words that are looked up as they stand, without case and accents.
"""

from __future__ import annotations

import re

from announcer.importers.monthnames import folded

# Languages in the order: German, Dutch, Scandinavian, French, Italian, Spanish and
# Catalan, Portuguese, Romanian, Polish, Czech and Slovak, Finnish, Hungarian, Japanese.
_NAMES = {
    "title": "הרצאה;ההרצאה;vortragstitel;על מה;מה;was;thema des vortrags;arbeitstitel;"
    "worüber;"
    "titel van de "
    "lezing;"
    "titel lezing;onderwerp;wat;lezing;titel;tittel;emne;ämne;rubrik;föredrag;foredrag;"
    "titre de la conférence;titre de la thèse;thème;quoi;sujet de l'exposé;"
    "titolo dell'intervento;titolo della conferenza;titolo del talk;tema;cosa;"
    "titulo de la ponencia;ponencia;conferencia;que;titulo de la tesis;"
    "titulo da palestra;titulo do seminario;tema da palestra;palestra;o que;o quê;"
    "titlu;titlul;titlul prezentarii;tytuł;tytuł referatu;tytuł wykładu;temat;co;"
    "temat wykładu;temat referatu;název;název přednášky;titul;téma;tema přednášky;"
    "přednáška;názov;názov prednášky;otsikko;aihe;esitelmä;cím;az előadás címe;"
    "előadás címe;題目;題名;演題;講演題目;タイトル;論題;テーマ;"
    "paper;thesis;dissertation;"
    "presentation title;lecture title;seminar title;topic of talk;title of lecture;"
    "title of paper;lecture;title of seminar;title of presentation;title of the "
    "seminar;"
    "title of the lecture",
    "speaker": "mit wem;with whom;avec qui;con chi;con quien;con quién;com quem;"
    "met wie;מי;עם מי;שם המרצה;שם הדובר;שם הדוברת;שם המרצים;"
    "es sprechen;es spricht;habla;hablan;parla;parlano;participan;partecipano;"
    "participants;vortragender;vortragende;referierende;gast;gäste;mit;es trägt vor;"
    "auf dem podium;podiumsgäste;doktorand;doktorandin;promovend;spreker;"
    "sprekers;wie;door;inleider;foredragsholder;foredragsholdere;oplægsholder;"
    "taler;talere;hvem;föreläsare;talare;vem;föredragshållare;respondent;"
    "foreleser;foredragsholdar;intervenant;intervenante;intervenants;conférencier;"
    "conférencière;qui;présentateur;présentatrice;invité;invitée;avec;doctorant;"
    "doctorante;candidat;candidate;présenté par;par;exposé de;relatore;relatrice;"
    "relatori;oratore;chi;interviene;intervengono;ospite;a cura di;candidato;candidata;"
    "ponente;ponentes;conferenciante;conferencista;expositor;disertante;quien;quienes;"
    "imparte;orador;oradora;invitado;invitada;con;doctorando;doctoranda;conferenciant;"
    "palestrante;palestrantes;orador convidado;oradores;convidado;convidada;quem;com;"
    "ministrante;conferencista convidado;doutorando;doutoranda;vorbitor;conferentiar;"
    "referent;referentka;prelegent;prelegentka;prelegenci;wykładowca;kto;gość;mówca;"
    "prowadzący;doktorantka;doktorant;přednášející;přednáší;řečník;kdo;prednášajúci;"
    "puhuja;esitelmöitsijä;esiintyjä;kuka;väittelijä;előadó;講師;講演者;発表者;演者;登壇者;"
    "presenter;featuring;panellists;panelists;panellist;panelist;guest;lecturer;"
    "speaker;speakers;presenters;on the panel;defendant;ph.d. candidate;student",
    "affiliation": "מהיכן;מאיפה;ארגון;procedencia;provenienza;provenance;rattachement;"
    "organismo;empresa;"
    "universidad de origen;centro de trabajo;azienda;entreprise;arbeitgeber;firma;"
    "dienststelle;einrichtung;employer;organization;organisation;company;from;herkunft;institution;universität;instelling;universiteit;"
    "tilknytning;"
    "lärosäte;établissement;appartenance;ente;ente di appartenenza;institucion;"
    "filiacion;centro;instituição;filiação;afiliação;afiliacja;uczelnia;jednostka;"
    "instytucja;afiliace;pracoviště;instituce;instytut;pracovisko;affiliaatio;所属;"
    "department;home institution;speaker's affiliation",
    "when": "תאריך ושעה;תאריך ההרצאה;מועד ההרצאה;יום ושעה;datum;wann;termin;"
    "datum & uhrzeit;datum/zeit;datum, zeit;zeitpunkt;"
    "zeit und ort;wanneer;datum en tijd;dag;dato;når;naar;tid og sted;tid och plats;"
    "tidspunkt;när;date et horaire;date;quand;date, heure;data;quando;giorno;data e "
    "ora;"
    "data e orario;quando e dove;dia y hora;fecha y hora;fecha;cuando;data e hora;"
    "data e horário;dia;dia e hora;data si ora;când;kiedy;data i godzina;"
    "data i miejsce;czas i miejsce;kdy;datum a čas;datum a hodina;kedy;dátum;aika;"
    "päivä;milloin;päivämäärä;ajankohta;időpont;mikor;日時;開催日時;日程;開催日;"
    "date & time;"
    "date/time;day & time;day and time;on;date and place;when & where;new date;new "
    "time;"
    "updated date;neuer termin;nuova data;nouveau créneau;nouvelle date;nueva fecha;"
    "nova data;nowy termin;nový termín;nieuwe datum;ny dato;uusi aika",
    "before": "alter termin;bisheriger termin;ursprünglicher termin;statt;old date;old "
    "time;"
    "previous date;original date;originally;ancienne date;ancien horaire;date initiale;"
    "vecchia data;data originaria;fecha anterior;fecha original;data antiga;"
    "data anterior;oude datum;gammel dato;gammalt datum;stary termin;poprzedni termin;"
    "původní termín;alter raum;old room;alter ort;old place;old venue;ancienne salle",
    "time": "uhrzeit;zeit;beginn;anfang;tijd;tijdstip;aanvang;uur;tid;klokkeslæt;"
    "klokkeslett;klockslag;kl;heure;horaire;ora;ore;orario;inizio;hora;horario;horário;"
    "início;godzina;godz;czas;początek;čas;hodina;začátek;začiatok;klo;kello;時間;時刻;"
    "開始時刻;at;time of day;start time",
    "end": "ende;einde;slut;fin;fine;fim;koniec;konec",
    "place": "מיקום ההרצאה;מקום ההרצאה;כתובת;ort;raum;wo;veranstaltungsort;saal;"
    "örtlichkeit;treffpunkt;plaats;waar;"
    "locatie;zaal;lokaal;sted;hvor;lokale;plats;var;sal;lokal;lieu;où;salle;endroit;"
    "luogo;dove;sede;aula;lugar;donde;sala;lloc;local;onde;localização;loc;"
    "unde;locul;miejsce;gdzie;místo;kde;miestnost;místnost;posluchárna;miesto;"
    "miestnosť;paikka;missä;helyszín;hely;hol;場所;会場;開催場所;in;in person;on site;"
    "on-site;in-person;vor ort;präsenz;location/venue;room/venue;venue/room;meeting "
    "room;"
    "building/room;address;adresse;in presenza;presencial;en présentiel;new place",
    "link": "online;zoom;stream;livestream;übertragung;online-zugang;online teilnehmen;"
    "zugangsdaten;digital;deelnemen;online deelname;link til zoom;zoomlink;zoom-link;"
    "länk;zoom-länk;lenke;lien de connexion;lien visio;visio;diffusion;connexion;"
    "en distanciel;distanciel;in streaming;diretta;diretta streaming;da remoto;"
    "collegamento;modalità telematica;enlace;liga;enlace de conexion;en linea;"
    "transmision;transmision en vivo;retransmisión;a distancia;virtual;transmissão;"
    "transmissão ao vivo;ligação;online via;remoto;łącze;transmisja;zdalnie;odkaz;"
    "připojení;přenos;online přenos;pripojenie;linkki;etäyhteys;yhteys;オンライン;"
    "配信;接続先;join;join online;watch online;watch;live stream;streaming;video link;"
    "remote access;join via;join link;teams;ms teams;microsoft teams;webex;meet;"
    "google meet;bbb;big blue button;jitsi;youtube live",
    "abstract": "kurzfassung;abstrakt;inhalt;zusammenfassung;worum es geht;zum inhalt;"
    "zum vortrag;zum thema;samenvatting;inhoud;over de lezing;resumé;resume;sammendrag;"
    "om foredraget;sammanfattning;om föredraget;beskrivning;beskrivelse;résumé;"
    "résumé de l'exposé;présentation;argument;argumentaire;propos;riassunto;sommario;"
    "abstract della relazione;in breve;resumen;resumen de la charla;resum;sinopsis;"
    "de qué va;resumo;resumo da palestra;sinopse;sobre a palestra;rezumat;streszczenie;"
    "opis;o czym;o wykładzie;anotace;obsah;souhrn;o přednášce;"
    "anotácia;abstrakti;tiivistelmä;kuvaus;kivonat;absztrakt;összefoglaló;概要;要旨;"
    "講演概要;アブストラクト;内容;abstract;about the talk;what to expect;"
    "waar gaat het over;waarover gaat het;"
    "de quoi s'agit-il;de quoi parle-t-on;de quoi ça parle;di cosa si parla;"
    "di che cosa si tratta;di cosa si tratta;de qué se trata;de qué trata;"
    "de que se trata;do que se trata;o czym będzie;o čem to bude;"
    "hvad handler det om;hva handler det om;vad handlar det om;mistä on kyse;"
    "what's it about;what is this about;what's this about;worum geht's;"
    "what is it about;what's in it for you;about;about this talk;talk abstract;"
    "abstract of the talk;teaser;blurb;description of talk",
    "bio": "zu den vortragenden;zu den referenten;zu den referentinnen;zu den personen;"
    "über die vortragenden;über die referenten;zum sprecher;zur sprecherin;"
    "à propos des intervenants;les intervenants;sui relatori;i relatori;"
    "sobre los ponentes;sobre las ponentes;perfil;trayectoria;profil;"
    "אודות המרצים;על המרצים;אודות הדוברים;על הדוברים;zur person;kurzbio;"
    "kurzvita;über die person;zum referenten;zur referentin;"
    "zur vortragenden;zum vortragenden;über den vortragenden;bio;over de spreker;"
    "over de spreekster;biografie;om taleren;om foredragsholderen;om föreläsaren;"
    "om talaren;biografi;notice biographique;à propos de l'orateur;biographie;"
    "à propos de l'oratrice;à propos de l'intervenant;à propos de l'intervenante;"
    "l'orateur;l'oratrice;biografia;nota biografica;profilo;breve bio;bio del relatore;"
    "bio della relatrice;sul relatore;sulla relatrice;il relatore;la relatrice;"
    "chi è;semblanza;breve cv;resena biografica;sobre el ponente;"
    "sobre la ponente;acerca del ponente;sobre el conferenciante;"
    "sobre o palestrante;sobre a palestrante;sobre o orador;sobre a oradora;minibio;"
    "mini bio;biografia do orador;despre vorbitor;o prelegencie;o prelegentce;"
    "o wykładowcy;biogram;nota biograficzna;notka biograficzna;o referencie;"
    "o přednášející;o přednášejícím;životopis;medailonek;o autorovi;o autorce;"
    "o prednášajúcom;puhujasta;esittely;az előadóról;略歴;講師略歴;講師紹介;"
    "プロフィール;על המרצה;על הדובר;על הדוברת;אודות המרצה;about the speaker;bios;"
    "about the speakers;speaker bio;biosketch;biographies;bio sketch;about our speaker;"
    "who is speaking;speaker bios;speaker biographies;speaker profile",
    "host": "moderation;gastgeber;gastgeberin;leitung;einführung;begrüßung;diskutant;"
    "diskutantin;moderator;moderatorin;gastheer;gastvrouw;"
    "ordstyrer;vært;värd;vert;animation;modérateur;modératrice;modération;animé par;"
    "modera;moderatore;moderatrice;introduce;introduzione;coordina;saluti;discussant;"
    "presenta;presentador;presentacion a cargo de;mediador;mediadora;anfitriã;"
    "anfitrião;moderação;apresentação;moderator dyskusji;prowadzenie;gospodarz;"
    "moderuje;hostitel;isäntä;moderátor;司会;世話人;座長;主催;chair;chaired by;host;"
    "hosts;convenor;convener;session chair;in conversation with;introduced by;"
    "discussion",
    "duration": "dauer;duur;varighed;varighet;längd;durée;durata;duracion;duração;"
    "czas trwania;délka;kesto;duration",
    "language": "sprache;vortragssprache;taal;voertaal;sprog;språk;langue;lingua;"
    "idioma;"
    "język;jazyk;kieli;nyelv;言語;使用言語;language;jazyk přednášky",
    "registration": "anmeldung;aanmelden;inschrijven;tilmelding;påmelding;anmälan;"
    "inscription;inscriptions;réservation;iscrizione;iscrizioni;prenotazione;"
    "inscripcion;registro;inscrições;inscrição;rejestracja;zapisy;registrace;přihláška;"
    "ilmoittautuminen;申込;参加申込;参加方法;registration;tickets;booking;bookings;"
    "book;register;sign up;rsvp",
    "secret": "kenncode;passwort;zugangscode;wachtwoord;toegangscode;adgangskode;kode;"
    "lösenord;mot de passe;code;code d'accès;codice;codice d'accesso;contraseña;clave;"
    "código;senha;código de acesso;hasło;kod dostępu;heslo;salasana;パスコード;"
    "パスワード;access code;passcode;password;pin",
    "slides": "folien;slides;sheets;diapositives;diapositivas;slajdy;スライド",
    "notice": "hinweis;bitte beachten;let op;opmerking;bemærk;obs;merk;remarque;"
    "attention;nota bene;nb;n.b;avviso;aviso;observação;uwaga;poznámka;upozornění;huom;"
    "備考;注意;note;please note;notice;nota",
    "series": "reihe;veranstaltung;vortragsreihe;reeks;serie;række;seminarium;cycle;"
    "ciclo;cykl;cyklus;série;event;event type;type;series;シリーズ;kind",
    "other": "עלות;מחיר;כניסה;כיבוד;kontakt;contact;referente;ansprechpartner;"
    "ansprechpartnerin;"
    "ansprechperson;persona di contatto;persona de contacto;"
    "contactpersoon;interlocuteur;interlocutrice;"
    "contatti;contacto;contato;kontaktperson;rückfragen;"
    "auskunft;infos;weitere informationen;zertifizierung;eintritt;kosten;verpflegung;"
    "einlass;türöffnung;betreuer;betreuerin;erstgutachter;gutachter;kommission;"
    "toegang;entrée;inlichtingen;info;catering;borrel;promotor;copromotor;pris;adgang;"
    "opponent;handledare;betygsnämnd;vejleder;inträde;contacts;renseignements;jury;"
    "directeur de thèse;directrice de thèse;encadrants;rapporteurs;accès;tarif;tarifs;"
    "entrée libre;organisateurs;organisation;responsables;responsable;informazioni;"
    "per informazioni;organizzazione;organizzano;responsabile;commissione;ingresso;"
    "crediti;informes;organiza;organizan;entrada;director;tribunal;informações;"
    "organização;contactos;orientador;orientadora;banca;realização;apoio;"
    "organizatorzy;informacje;wstęp;recenzenci;vstup;pořádá;"
    "organizátor;školitel;oponent;lisätietoja;järjestäjä;kustos;vastaväittäjä;"
    "連絡先;問い合わせ先;お問い合わせ;参加費;対象;主催者;共催;定員;supervisor;"
    "supervisors;examiners;examiner;committee;advisor;questions;inquiries;"
    "enquiries;admission;fee;price;parking;accessibility;accommodations;"
    "credit;cme;cme credits;disclosure;disclosures;learning objectives;objectives;"
    "prerequisites;target audience;capacity;organisers;organizers;organiser;organizer;"
    "contact person;next;next time;next talk;next seminar;next in the series;upcoming;"
    "nächster termin;nächster vortrag;prochaine séance;prochain exposé;prossimo "
    "seminario;próxima sesión;próxima palestra;następne spotkanie;příště;opening hours;"
    "meeting id;meeting-id;webinar id;id spotkania;id de reunión;conference id",
}  # fmt: skip
_SUFFIX = re.compile(
    r"[(/*:_·@-]+(?:innen|in|rin|r|n|e|s|es|en|a|as|o|os|ka|ki|x)\)?(?:[·.]s)?$",
    re.IGNORECASE,
)

_NUMBER = re.compile(r"\s*(?:#|no\.?|nr\.?|n[°º]\.?)?\s*\d{1,3}$")  # Talk #12


def _plain(name: str) -> str:
    return " ".join(folded(name.replace("’", "'")).split()).strip(" .")


# The first kind that claims a word has it: `resume` of a text before that of a person.
_KIND: dict[str, str] = {}
for _kind, _words in _NAMES.items():
    for _word in _words.split(";"):
        _KIND.setdefault(_plain(_word), _kind)


def named_kind(name: str) -> str:
    """Return the kind of a label by its words, or nothing; `Referent/in` is one."""
    plain = _plain(name)
    found = _KIND.get(plain) or _KIND.get(_SUFFIX.sub("", plain), "")
    numbered = _KIND.get(_NUMBER.sub("", plain), "")  # and not: at 11:30
    return found or (numbered if numbered in {"title", "speaker"} else "")
