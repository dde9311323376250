"""The privacy notice of the demonstration: the structure of GDPR art. 13, with invented bodies."""

TITLE = "Informativa per chi partecipa ad avvisi ed eventi"
VERSION = "1.0 dimostrativa"

BODY = """
<p><b>Testo dimostrativo.</b> Mostra la struttura richiesta dall’articolo 13 del Regolamento (UE)
2016/679. Prima dell’uso reale va sostituito con l’informativa dell’ente titolare.</p>
<h3>Chi tratta i dati</h3>
<p>Titolare del trattamento è l’ente che pubblica l’avviso o l’evento (in questa dimostrazione: nessun
ente reale). Contatto: privacy@demo.example. Responsabile della protezione dei dati: rpd@demo.example.</p>
<h3>Quali dati e perché</h3>
<p>Trattiamo i dati che scrivi nel modulo e i file che alleghi, solo per esaminare la candidatura o
organizzare l’evento, per comunicarti l’esito e per rendere conto del procedimento. Non chiediamo dati
sulla salute: ti preghiamo di non inserirli nei testi liberi.</p>
<h3>Su quale base</h3>
<p>Il trattamento è necessario per svolgere un compito di interesse pubblico (articolo 6, paragrafo 1,
lettera e). Per questo non chiediamo un consenso: la casella del modulo conferma soltanto che hai letto
questa informativa.</p>
<h3>È obbligatorio?</h3>
<p>I campi con l’asterisco servono per esaminare la richiesta: senza, non possiamo accettarla. Gli altri
sono facoltativi.</p>
<h3>Chi li vede</h3>
<p>Il personale autorizzato dell’ufficio competente e la commissione incaricata. I dati non sono ceduti ad
altri né portati fuori dall’Unione europea. Negli esiti compaiono i codici delle candidature, non i nomi
delle persone.</p>
<h3>Per quanto tempo</h3>
<p>Per i mesi indicati nella pagina dell’avviso o dell’evento, contati dalla chiusura; poi candidature e
file sono cancellati. Restano solo dati statistici che non permettono di risalire a te.</p>
<h3>I tuoi diritti</h3>
<p>Puoi chiedere di accedere ai dati, di rettificarli, di cancellarli o di limitarne l’uso, e puoi opporti
al trattamento (articoli da 15 a 21). Puoi anche rivolgerti al Garante per la protezione dei dati
personali.</p>
<h3>Decisioni automatiche</h3>
<p>Nessuna decisione è presa soltanto da un programma, salvo l’assegnazione dei posti agli eventi in
ordine di arrivo.</p>
"""
