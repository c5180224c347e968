"""What headings of tables are called, in the languages in which people write them.

Without case, accents and signs. Words that label the lines of announcements, too, are
in ``labelnames`` and ``labelkinds``: they count where a heading is not here.
"""

from __future__ import annotations

# Each heading by itself; what is not here is looked for among the words of questions.
NAMES: dict[str, str] = {
    "title": "titol;titol de la xerrada;vorlesung;talk name;title;talk title;"
    "paper title;papertitle;presentation title;lecture title;title of talk;"
    "title of the talk;talk;titel;vortragstitel;thema;vortrag;titre;"
    "titre de l expose;titulo;titulo de la charla;titolo;titolo del seminario;topic;"
    "subject;sujet;intitule;intitule de l expose;what;was;quoi;que;cosa;o que;wat;co;"
    "titulo de la ponencia;conferencia;ponencia;charla;tema;argomento;onderwerp;"
    "tytul;temat;nazev;tema prednasky;tittel;rubrik;כותרת;נושא;נושא ההרצאה;שם ההרצאה;"
    "מה;card name;event name;event title;name of event;name of the event;"
    "name of the talk;betreff;objet;asunto;oggetto;name der veranstaltung;"
    "titel der veranstaltung;veranstaltungstitel;contribution title;session title;"
    "paper name;nom de l evenement;nombre del evento;nome dell evento;assunto;"
    "otsikko;titel lezing;intitule du seminaire;titre du seminaire;sujet de l expose;"
    "titolo dell intervento;titulo de la conferencia;titulo de la presentacion;"
    "nombre de la charla;titolo della relazione;titulo da palestra;tytul referatu;"
    "tytul wykladu;nazev prednasky;foredragets titel;foredragstitel;foredragstittel;"
    "שם האירוע;כותרת ההרצאה;נושא הרצאה;שם הרצאה;name of talk;headline;beitrag;"
    "beitragstitel;programm;programmpunkt;conference;communication;intervento;"
    "inhalt titel;comment s intitule votre expose",
    "speakers.name": "visitor;visitors;besucher;ponent;ponents;ponent s;"
    "conferenciant;speaker;speakers;speaker name;name of speaker;speaker s name;name;"
    "names;full name;your name;presenter;presenters;presenter name;lecturer;"
    "lecturers;who;guest;guest speaker;invited speaker;author;authors;panelists;"
    "referent;referentin;referenten;referent in;vortragende;vortragender;"
    "vortragende r;redner;rednerin;sprecher;sprecherin;wer;teilnehmer;teilnehmende;"
    "orateur;oratrice;orateurs;intervenant;intervenante;intervenants;conferencier;"
    "conferenciere;exposant;ponente;ponentes;orador;conferenciante;quien;relatore;"
    "relatori;relatrice;oratore;chi;nombre y apellidos;nombre y apellido;"
    "nombre completo;nom et prenom;nom prenom;prenom et nom;prenom nom;nom complet;"
    "vor und nachname;vorname und nachname;vorname nachname;nachname vorname;"
    "name vorname;nome e cognome;nome cognome;cognome e nome;nome completo;"
    "palestrante;quem;spreker;naam;wie;prelegent;imie i nazwisko;prednasejici;jmeno;"
    "jmeno a prijmeni;foredragsholder;forelasare;talare;namn;navn;מרצה;מרצים;דובר;"
    "דוברת;שם המרצה;שם;שם מלא;מי;speaker names;presenting author;dozent;dozentin;"
    "dozenten;docente;docenti;relatore trice;speaker full name;"
    "speaker first and last name;conferencista;ponente s;exposants;expositor;"
    "expositora;vortragende person;vortragsperson;gastredner;gastrednerin;"
    "gastvortragende;name des vortragenden;name der vortragenden;name der referentin;"
    "name des referenten;nom de l orateur;nom de l intervenant;nombre del ponente;"
    "nome del relatore;nom de l oratrice;imie nazwisko;nazwisko i imie;"
    "prijmeni a jmeno;sukunimi;שם המציג;שם הדובר;שם הדוברת;מציג;מציגה;המרצה;שם מרצה;"
    "who is speaking;who speaks;first and last name;first name last name;contributor;"
    "person;dozierende;vorname name;nome do palestrante;nome prelegente",
    "speakers.first_name": "first name;firstname;given name;forename;vorname;prenom;"
    "nombre;nome;שם פרטי;first names;given names;given;voornaam;fornavn;fornamn;imie;"
    "krestni jmeno;primeiro nome;nombres;nombre s;prenom s;vornamen;rufname",
    "speakers.last_name": "last name;lastname;surname;family name;nachname;"
    "familienname;nom;nom de famille;apellido;apellidos;cognome;שם משפחה;last;"
    "second name;achternaam;efternavn;etternavn;efternamn;nazwisko;prijmeni;"
    "sobrenome;apelido;zuname;primer apellido;apellido s;nom s;cognomi",
    "speakers.affiliation": "speaker org;presenter org;org;home;home inst;"
    "universitat de;affil;aff;inst;"
    "affiliation;uni;affiliations;institution;institute;university;speaker inst;"
    "speaker institution;speaker affiliation;presenter affiliation;organisation;"
    "organization;company;lab;laboratory;employer;home institution;zugehorigkeit;"
    "universitat;hochschule;institut;einrichtung;institutionen;organisationseinheit;"
    "universite;etablissement;laboratoire;afiliacion;institucion;universidad;"
    "affiliazione;istituzione;universita;ente;ente di appartenenza;istituto;"
    "instituicao;universidade;organismo;instelling;universiteit;afiliacja;uczelnia;"
    "afiliace;pracoviste;larosate;שיוך;מוסד;אוניברסיטה;home institution s;"
    "affiliation s;institution s;speaker organization;speaker organisation;"
    "speaker company;company name;institution name;institute name;uni hochschule;"
    "arbeitsstatte;arbeitgeber;dienststelle;firma;herkunft;heimatinstitution;labo;"
    "unite;rattachement;employeur;structure;organisme;centro;centro de trabajo;"
    "entidad;procedencia;institucion de procedencia;provenienza;ateneo;dipartimento;"
    "struttura;werkgever;organisatie;instytucja;jednostka;instituce;univerzita;"
    "tilknytning;tilhorighet;institution hemvist;affilierung;מוסד אקדמי;ארגון;"
    "שיוך מוסדי;מקום עבודה;where from;from where;place of work;woher;d ou;da dove;"
    "de donde;waarvandaan;השתייכות;מאיפה;yliopisto;intezmeny;oppilaitos",
    "speakers.bio": "note biografiche;cenni biografici;nota bio;bio;biography;"
    "short bio;speaker bio;biosketch;about the speaker;about speaker;biographie;"
    "biografie;kurzbiografie;kurzbiographie;vita;lebenslauf;kurzvita;"
    "biographie courte;biografia;semblanza;nota biografica;ביוגרפיה;קורות חיים;"
    "על המרצה;kurz bio;kurzbio;short biography;speaker biography;bio speaker;"
    "biographical note;biographical sketch;bio sketch;short cv;notice biographique;"
    "bio courte;nota biografica breve;breve biografia;minibio;mini bio;"
    "resena biografica;biogram;medailonek;cv;zur person;uber die person;"
    "biografie kort;ביוגרפיה קצרה;ein paar worte zu ihnen;quelques lignes sur vous;"
    "כמה מילים עליך;qualche riga su di lei",
    "speakers.url": "homepage;home page;speaker url;speaker homepage;speaker website;"
    "speaker webpage;speakers webpages;speaker page;personal site;personal website;"
    "webseite des referenten;page personnelle;pagina personal;pagina personale",
    "speakers.email": "email;e mail;mail;email address;speaker email;speaker e mail;"
    "contact email;e mail adresse;mailadresse;courriel;adresse e mail;correo;"
    "correo electronico;posta elettronica;indirizzo email;דוא ל;אימייל;דואל",
    "date": "date;dates;talk date;seminar date;start date;date of talk;date and time;"
    "date time;datetime;date heure;when;datum;termin;datum und uhrzeit;wann;jour;"
    "date et heure;quand;fecha;fecha y hora;cuando;dia;data;data e ora;quando;giorno;"
    "giorno e ora;day and time;tag und uhrzeit;tag und zeit;jour et heure;dia y hora;"
    "data e hora;datum en tijd;wanneer;kiedy;kdy;dato;datum a cas;data i godzina;"
    "תאריך;מתי;תאריך ושעה;day date;session start;start datetime;start date time;"
    "starts at;starts on;start day;event date;event start date;date start;date debut;"
    "date de debut;date du seminaire;date de l expose;date de la seance;"
    "date de la conference;dates et heures;due date;beginnt am;startdatum;"
    "beginndatum;anfangsdatum;veranstaltungstag;vortragstermin;vortragsdatum;"
    "seminartermin;datum der veranstaltung;dia de la charla;fecha de inicio;"
    "fecha de la charla;fecha inicio;data inizio;data di inizio;data del seminario;"
    "data de inicio;data seminario;seance;termin wykladu;data wykladu;"
    "datum prednasky;begindatum;startdato;datum vortrag;jour et horaire;"
    "datum u uhrzeit;datum zeit;datum tid;dato og tid;dato tid;päivä;paiva;מועד;"
    "תאריך ההרצאה;תאריך הרצאה;תאריך התחלה;scheduled for;termine;wunschtermin;hvornar",
    "weekday": "weekday;day of week;day of the week;week day;wochentag;tag;"
    "jour de la semaine;dia de la semana;giorno della settimana;day;יום;wotag;dag;"
    "jour semaine;dow;dzien;dzien tygodnia;den;ugedag;veckodag;weekdag;dia semana;"
    "יום בשבוע",
    "time": "time;times;hour;start time;time start;start;starts;begin;begins;"
    "starting time;from;slot;time slot;uhrzeit;zeit;beginn;von;startzeit;heure;"
    "heure de debut;debut;horaire;tijd;tid;godzina;hodina;cas;klokkeslett;hora;"
    "hora de inicio;inicio;horario;ora;orario;ora di inizio;inizio;שעה;שעת התחלה;"
    "התחלה;hours;hour start;time of day;clock;clock time;timeslot;start at;"
    "started at;beginnt um;beginnzeit;anfangszeit;uhrzeit von;zeit von;"
    "uhrzeit beginn;beginn uhrzeit;uhr;zeitfenster;zeitraum;zeitslot;heures;"
    "heure debut;creneau;creneau horaire;debut a;a partir de;desde;dalle;dalle ore;"
    "alle ore;ora inizio;inizio ore;orario inizio;orario di inizio;hora inicio;"
    "hora de comienzo;comienzo;hora comienzo;franja horaria;horario de inicio;"
    "aanvang;aanvangstijd;starttijd;begintijd;tijdstip;godzina rozpoczecia;poczatek;"
    "rozpoczecie;od;zacatek;zahajeni;starttid;start tid;klockan;kl;tidspunkt;alku;"
    "kellonaika;שעות;משעה;שעת ההרצאה;beginnt;um;באיזו שעה;aika;starts at",
    "end": "end;ends;end time;time end;finish;ende;endzeit;bis;fin;heure de fin;"
    "hora de fin;fine;ora di fine;סיום;שעת סיום;until;to;till;finishes;end at;"
    "ends at;ended at;time to;session end;end datetime;endet um;uhrzeit bis;zeit bis;"
    "uhrzeit ende;ende uhrzeit;schluss;jusqu a;heure fin;ora fine;alle;fine ore;"
    "orario fine;orario di fine;hora fin;hora final;hora de termino;termino;"
    "finalizacion;hasta;ate;fim;eindtijd;einde;tot;godzina zakonczenia;zakonczenie;"
    "koniec;do;konec;sluttid;slut;slutt;til;loppu;עד;עד שעה;fin heure;fin prevista;"
    "fin prevue",
    "duration": "duration;length;dauer;duree;duracion;durata;משך;dur;talk length;"
    "minutes;min;mins;dauer in min;dauer in minuten;minuten;lange;duree en minutes;"
    "duree en min;minutes duree;duracion en minutos;duracion minutos;minutos;"
    "durata in minuti;durata minuti;minuti;duur;duur in minuten;czas trwania;delka;"
    "varighed;varighet;langd;kesto;duracao;duracao minutos",
    "timezone": "timezone;time zone;tz;zeitzone;fuseau;fuseau horaire;zona horaria;"
    "fuso orario;אזור זמן;timezone name;event timezone;tijdzone;tidszone;tidssone;"
    "strefa czasowa;casove pasmo;fuso horario;fuseau horaire de reference",
    "location": "lloc;location;room;venue;place;where;building;hall;ort;raum;saal;"
    "horsaal;wo;zaal;lokaal;plaats;waar;lokal;sted;mistnost;miejsce;gdzie;kde;lieu;"
    "salle;ou;lugar;sala;aula;donde;luogo;dove;sede;מקום;חדר;מיקום;היכן;אולם;"
    "session room;room name;event location;meeting room;lecture room;lecture hall;"
    "seminar room;venue name;room number;veranstaltungsraum;seminarraum;vortragsraum;"
    "veranstaltungsort;tagungsort;raum ort;ort raum;saal raum;lokale;"
    "salle et batiment;lieu salle;lieu et salle;endroit;batiment salle;ubicacion;"
    "localizacion;lugar de celebracion;lugar sala;luogo aula;aula sede;localita;"
    "local;sala lugar;locatie;zaal locatie;sal;plats;lokal plats;paikka;sali;"
    "miejsce sala;mistnost budova;posluchara;מקום ההרצאה;מיקום ההרצאה;hs;raumnummer;"
    "raum nr;amphi;salon;stanza;room no;room nr",
    "mode": "in person online;onsite online;on site online;in person zoom;virtual;"
    "mode;format;modality;virtuell;en ligne;modalite;modalidad;attendance mode;"
    "attendance;delivery mode;veranstaltungsform;durchfuhrung;vor ort online;"
    "vor ort oder online;prasenz online;online prasenz;en presentiel;"
    "presentiel distanciel;presencial virtual;presenza online;hybrid;modo;modalita",
    "link": "link;zoom;zoom link;zoom url;meeting link;meeting url;join link;"
    "join url;online link;webinar link;teams link;stream;livestream;live stream;"
    "einwahl;lien;lien zoom;enlace;enlace zoom;collegamento;קישור;קישור לזום;זום;"
    "online;zoom id link;video conference;videoconference;video call;visio;"
    "visioconference;lien visio;lien de connexion;lien de la visio;visio lien;"
    "videokonferenz;zoomlink;onlinelink;online zugang;zugang;zugangslink;teams;webex;"
    "bbb;big blue button;jitsi;google meet;meet;connexion;diffusion;retransmission;"
    "direct;diretta;link diretta;link di collegamento;link zoom;link teams;"
    "link al collegamento;enlace de conexion;enlace de acceso;liga;liga de zoom;"
    "liga zoom;transmision;conexion;link da transmissao;transmissao;link de acesso;"
    "deelnamelink;zoom lank;lank;lenke;odkaz;odkaz zoom;url de connexion;"
    "virtual link;streaming;streaming link;stream link;stream url;livestream link;"
    "webcast;קישור לשידור;קישור להצטרפות;לינק;לינק לזום;virtual room;acces distant;"
    "a distance;remote link;virtueller raum",
    "source.url": "url;website;web page;webpage;page;talk url;event url;event page;"
    "talk page;webseite;site web;pagina web;sito;card url;event link;event page url;"
    "permalink;more info;more information;info link;details link;mehr infos;"
    "weitere informationen;plus d info;page web;pagina evento",
    "source.id": "id;guid;uid;slug;url slug;code;talk id;event id;submission id;nr;"
    "no;card id;paper id;paperid;contribution id;session id;nummer;lfd nr;lfdnr;"
    "lfd nummer;numero;num;n;n o;codigo;codice;kode;identifier;key;ref;מספר",
    "series": "series;seminar series;seminar;reihe;seminarreihe;serie;seminaire;"
    "seminario;seminari;cycle;ciclo;cykl",
    "abstract": "resum;abstract;blurb;teaser;synopsis;sinopsis;sinossi;outline;"
    "summary;description;resumo;samenvatting;streszczenie;abstrakt;sammendrag;"
    "anotace;talk abstract;zusammenfassung;kurzfassung;inhalt;beschreibung;resume;"
    "resume de l expose;descriptif;resumen;descripcion;riassunto;sommario;"
    "descrizione;תקציר;תיאור;card description;event description;talk description;"
    "contribution abstract;long description;text;kurzbeschreibung;ankundigungstext;"
    "vortragsabstract;inhaltsangabe;worum geht es;resume court;"
    "resume de la conference;texte;resumen de la charla;resumen de la ponencia;"
    "resumen breve;breve resumen;breve sintesi;sintesi;abstract del seminario;sunto;"
    "beschrijving;inhoud;opis;popis;beskrivning;beskrivelse;sammanfattning;kuvaus;"
    "descricao;resumo da palestra;תקציר ההרצאה;תקציר הרצאה;omschrijving;worum geht s",
    "host": "host;hosts;hosted by;invited by;gastgeber;gastgeberin;eingeladen von;"
    "hote;invite par;anfitrion;ospite di;מארח;מארחת;hosted;invited;contact host;"
    "faculty host;invitation;invitant;invitante;gastgebende;invitado por;invitato da;"
    "uitgenodigd door;inbjuden av;eingeladen durch",
    "status": "confirmed;confirmed y n;confirmation;zusage;bestatigt;confirmado;"
    "confirme;confermato;status;state;statut;etat;estado;stato;סטטוס;מצב;talk status;"
    "event status;seminar status;session status;status des vortrags;"
    "speaker confirmed;talk confirmed;confirmed by speaker",
    "type": "type;event type;kind;art;typ;veranstaltungsart;genre",
    "topics": "topics;keywords;key words;tags;subjects;area;areas;field;schlagworter;"
    "stichworter;mots cles;palabras clave;parole chiave;מילות מפתח",
    "language": "language;lang;talk language;sprache;vortragssprache;langue;idioma;"
    "lingua;שפה;language of talk;sprache des vortrags;taal;jezyk;jazyk;sprog;sprak;"
    "kieli;langue de l expose;idioma de la charla;lingua del seminario",
    "slides": "slides;slides link;link to slides;folien;diapositives;transparents;"
    "diapositivas;presentacion;presentation;lucidi;diapositive;שקפים;מצגת;slide deck;"
    "deck;folien link;diapos;diapo;support;supports;support de presentation;"
    "presentazione;slajdy;sheets;apresentacao;lien diapos;lien vers les diapos",
    "video": "video;video link;video url;recording;recording link;youtube;"
    "youtube link;aufzeichnung;enregistrement;grabacion;registrazione;הקלטה;וידאו;"
    "replay;video recording;talk video;recording url;captation;rediffusion;aufnahme;"
    "mitschnitt;gravacao;opname;nagranie;zaznam;optagelse;opptak;inspelning;"
    "link to recording;video aufzeichnung;link zur aufzeichnung",
    "paper": "paper;paper link;paperlink;link to paper;preprint;arxiv;article;"
    "artikel;papier;articulo;articolo;מאמר;related paper;preprint link;preprint url;"
    "arxiv link;arxiv id;link to preprint",
    "registration": "registration;registration link;registration url;register;rsvp;"
    "sign up;signup;tickets;anmeldung;inscription;inscripcion;registro;iscrizione;"
    "הרשמה;anmeldelink;link zur anmeldung;anmeldung link;registration form;"
    "register here;inscriptions;lien d inscription;inscription obligatoire;"
    "formulaire d inscription;enlace de inscripcion;enlace de registro;"
    "link iscrizione;iscrizioni;prenotazione;link di iscrizione;aanmelden;"
    "aanmeldlink;inschrijven;tilmelding;pamelding;anmalan;rejestracja;zapisy;"
    "registrace;inscricao;link de inscricao;הרשמה לאירוע;קישור להרשמה",
    "notice": "notice;special message;announcement;hinweis",
    "timestamp": "timestamp;time stamp;submitted;submitted at;submission date;"
    "zeitstempel;horodateur;marca temporal;informazioni cronologiche;חותמת זמן;"
    "created;created at;created time;erstellt;erstellt am;eingereicht am;"
    "submitted on;submission time;last modified;last modified time;last edited time;"
    "sygnatura czasowa;carimbo de data hora;tijdstempel;tidsstampel;tidsstempel;"
    "casove razitko;completion time;date d envoi;date submitted",
    # What makes a day only together with others, or says more of one.
    "date.year": "year;jahr;annee;ano;anno;jaar;rok;ar;שנה",
    "date.month": "month;monat;mois;mes;mese;maand;miesiac;mesic;maned;manad;חודש",
    "end.date": "end date;event end date;date end;enddatum;endet am;date de fin;"
    "date fin;fecha de fin;fecha fin;data fine;data di fine;data de fim;einddatum;"
    "slutdato;slutdatum;תאריך סיום",
    "cancelled": "cancelled;canceled;is cancelled;cancelled y n;abgesagt;annule;"
    "annulee;annullato;cancelado;ausgefallen;entfallt;בוטל",
    # Both who speaks and on what.
    "talk": "speaker and title;speaker title;name and title;vortragende und titel;"
    "referent und thema;orateur et titre;ponente y titulo;relatore e titolo",
}  # fmt: skip
