"""Writing an application: who you are, the steps, the summary, sending.

Everything typed is kept on the server after each press of a button, valid or not; only "Avanti" and "Invia"
ask that it be right. A GET changes nothing.
"""
