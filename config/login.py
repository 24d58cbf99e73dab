"""Who may open an account? Nobody by himself: accounts are personal and given by the administrator."""

from allauth.account.adapter import DefaultAccountAdapter


class ClosedSignUp(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        return False
