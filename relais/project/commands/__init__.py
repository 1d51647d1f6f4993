"""The verbs of ``relais`` that concern the whole instance; each is imported only when it is called."""
